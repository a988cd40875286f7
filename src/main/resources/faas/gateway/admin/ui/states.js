import { duration } from './format.js';

/** Every state in the order of its urgency: a glyph and a word always, and a tone for the colour. */
const STATES = {
  'not-routed': { glyph: '■', word: 'not routed', tone: 'bad', attention: true },
  'rollout-paused': { glyph: '▲', word: 'rollout paused', tone: 'bad', attention: true },
  'rolled-back': { glyph: '▲', word: 'rolled back', tone: 'bad', attention: true },
  'nobody-serves': { glyph: '▲', word: 'nobody serves', tone: 'bad', attention: true },
  holding: { glyph: '⏸', word: 'holding', tone: 'hold', attention: true },
  short: { glyph: '▲', word: 'short', tone: 'warn', attention: true },
  'rollout-stuck': { glyph: '▲', word: 'rollout stuck', tone: 'warn', attention: true },
  ejected: { glyph: '⊘', word: 'ejected', tone: 'warn', attention: true },
  'rolling-back': { glyph: '◐', word: 'rolling back', tone: 'warn' },
  'rolling-out': { glyph: '◐', word: 'rolling out', tone: 'info' },
  starting: { glyph: '◐', word: 'starting', tone: 'info' },
  'scaling-in': { glyph: '◐', word: 'scaling in', tone: 'info' },
  serving: { glyph: '●', word: 'serving', tone: 'ok' },
  idle: { glyph: '○', word: 'idle', tone: 'muted' },
  asleep: { glyph: '◇', word: 'asleep', tone: 'muted' },
};
const RANKS = new Map(Object.keys(STATES).map((name, rank) => [name, rank]));
const CALM = RANKS.get('serving');

export function stateOf(row) {
  return STATES[row.state];
}

/** Where the row stands: what needs attention or changes first, and all that is calm together. */
export function rank(row) {
  return Math.min(RANKS.get(row.state), CALM);
}

export function needsAttention(row) {
  return stateOf(row).attention === true;
}

/** The state in words, with the numbers that belong to it; the age of the oldest held call changes all the time. */
export function sentence(row, withAge = false) {
  const { word } = stateOf(row);
  const tasks = row.tasks;
  switch (row.state) {
    case 'holding':
      return `holding, ${row.held} waiting${withAge && row.heldSeconds > 0 ? `, up to ${duration(row.heldSeconds)}` : ''}`;
    case 'short':
      return `short, ${tasks.able} of ${tasks.wanted}`;
    case 'ejected':
      return `ejected, ${tasks.ejected} of ${tasks.able}`;
    case 'starting':
      return `starting, ${tasks.able} of ${tasks.wanted}`;
    case 'asleep':
      return row.holds ? 'asleep, holds calls' : word;
    default:
      return word;
  }
}

/** Tasks that get calls, those on their way out, and how many there should be. */
export function taskCounts(row) {
  const tasks = row.tasks;
  if (!tasks) {
    return '–';
  }
  return `${tasks.able}${tasks.draining > 0 ? ` + ${tasks.draining}` : ''} / ${tasks.wanted}`;
}

export function taskWords(row) {
  const tasks = row.tasks;
  if (!tasks) {
    return 'its tasks get no calls';
  }
  const parts = [`${tasks.able} of ${tasks.wanted} can take calls`];
  for (const [number, word] of [[tasks.starting, 'starting'], [tasks.draining, 'stopping'], [tasks.ejected, 'ejected']]) {
    if (number > 0) {
      parts.push(`${number} ${word}`);
    }
  }
  return parts.join(', ');
}
