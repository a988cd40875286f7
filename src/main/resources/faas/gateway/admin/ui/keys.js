import { h } from './dom.js';

const STORED = 'faas.keys';
const KEYS = [
  ['/', 'find a function'],
  ['j, k', 'next line, line before'],
  ['Enter', 'open the function'],
  ['t', 'try the function'],
  ['Esc', 'back, or clear the search'],
  ['a', 'show only what needs attention'],
  ['?', 'this help'],
];

/** The keys of the page; they can be turned off, since speech input may press them (WCAG 2.1.4). */
export function keys(actions) {
  const toggle = h('input', { type: 'checkbox', onchange: () => localStorage.setItem(STORED, toggle.checked ? 'on' : 'off') });
  toggle.checked = localStorage.getItem(STORED) !== 'off';
  const dialog = h('dialog', { class: 'help', 'aria-labelledby': 'help-title' },
    h('h2', { id: 'help-title' }, 'Keys'),
    h('dl', {}, KEYS.flatMap(([key, meaning]) => [h('dt', {}, h('kbd', {}, key)), h('dd', {}, meaning)])),
    h('p', {}, h('label', {}, toggle, ' Use these keys')),
    h('p', { class: 'muted' }, 'Errors are calls with a 5xx status. p50 and p99 name the upper bound of the bucket that holds them. ',
      'Errors, p50 and p99 are of the last minute; the bars show ten minutes.'),
    h('form', { method: 'dialog' }, h('button', { class: 'button', autofocus: true }, 'Close')));
  document.body.append(dialog);
  document.addEventListener('keydown', event => {
    const typing = event.target.closest?.('input, select, textarea');
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open || (typing && event.key !== 'Escape')) {
      return;
    }
    if (event.key === 'Escape') {
      actions.escape();
    } else if (toggle.checked && actions[event.key]) {
      event.preventDefault();
      actions[event.key]();
    }
  });
  return { help: () => dialog.showModal() };
}
