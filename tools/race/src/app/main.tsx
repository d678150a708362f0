import { render } from 'preact';
import type { Embedded } from '../embedded.ts';
import { App } from './app.tsx';
import './styles/index.css';

const embedded: Embedded = JSON.parse(document.getElementById('embedded')?.textContent ?? '');
const place = document.getElementById('app');
if (place !== null) render(<App embedded={embedded} />, place);
