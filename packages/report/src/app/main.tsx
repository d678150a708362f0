import { render } from 'preact';
import type { Embedded } from '../data/types.ts';
import { App } from './app.tsx';
import { applyTheme, savedTheme } from './theme.ts';
import './styles/index.css';

applyTheme(savedTheme());
const embedded: Embedded = JSON.parse(document.getElementById('embedded')?.textContent ?? '');
const place = document.getElementById('app');
if (place !== null) render(<App {...embedded} />, place);
