import type { Modal, Question, State } from '../state.ts';
import { narrow } from './competition-keys.ts';
import { searchFor } from './file-keys.ts';

/** What a key does while something is asked or told. */
export function modalKey(state: State, modal: Modal, key: string): State {
  const closed: State = { ...state, modal: null };
  switch (modal.kind) {
    case 'loading':
      return state;
    case 'help':
    case 'alert':
      return ['enter', 'escape', 'backspace', '?', 'q', ' '].includes(key) ? closed : state;
    case 'confirm':
      if (key === 'y') return { ...closed, task: modal.task };
      return key === 'n' || key === 'escape' ? closed : state;
    case 'input':
      return inputKey(state, modal, key);
  }
}

function inputKey(state: State, modal: Modal & { kind: 'input' }, key: string): State {
  const { value, question } = modal;
  const edited = (text: string): State => ({ ...state, modal: { ...modal, value: text } });
  if (key === 'escape') return { ...state, modal: null };
  if (key === 'enter') return answered({ ...state, modal: null }, question, value.trim());
  if (key === 'backspace') return edited([...value].slice(0, -1).join(''));
  if (key === 'ctrl-u') return edited('');
  // Names of other keys are longer than one character.
  return [...key].length === 1 ? edited(value + key) : state;
}

function answered(state: State, question: Question, answer: string): State {
  switch (question.kind) {
    case 'find':
      return narrow(state, () => ({ search: answer }));
    case 'search':
      return searchFor(state, answer);
    case 'copy': {
      if (answer === '') return state;
      const { submission, name } = question;
      return { ...state, task: { kind: 'copy', submission, name, path: answer, overwrite: false } };
    }
  }
}
