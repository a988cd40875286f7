import { h } from './dom.js';
import { clock, count, UNKNOWN } from './format.js';

/** The latest calls of a function as its gateway recorded them; nodes are the names of the nodes by task. */
export function recentTable(calls, nodes) {
  const columns = [
    ['Time', call => clock(new Date(call.atMillis))],
    ['Call', call => `${call.method} ${call.path}`],
    ['Status', call => String(call.status)],
    ['Took', call => `${call.millis < 10 ? call.millis.toFixed(1) : count(Math.round(call.millis))} ms`, 'number'],
    ['Held', call => (call.heldMillis > 0 ? `${count(Math.round(call.heldMillis))} ms` : UNKNOWN), 'number'],
    ['Tries', call => String(call.attempts), 'number'],
    ['Task', call => taskOf(call, nodes)],
    ...(calls.some(call => call.fault !== '') ? [['Fault', call => call.fault]] : []),
    ...(calls.some(call => call.caller !== '') ? [['Caller', call => call.caller]] : []),
    ['Call id', call => h('code', {}, call.call)],
  ];
  return h('table', { class: 'plain' },
    h('thead', {}, h('tr', {}, columns.map(([title]) => h('th', { scope: 'col' }, title)))),
    h('tbody', {}, calls.map(call => h('tr', { class: toneOf(call) }, columns.map(([, cell, type]) => h('td', { class: type }, cell(call)))))));
}

function toneOf({ status }) {
  return status >= 500 ? 'tone-bad' : status >= 400 ? 'tone-warn' : '';
}

function taskOf({ task, slot }, nodes) {
  const node = nodes.get(task) ?? '';
  return task === '' ? UNKNOWN : [slot > 0 ? String(slot) : '', node === '' ? '' : `on ${node}`].join(' ').trim() || task.slice(0, 12);
}
