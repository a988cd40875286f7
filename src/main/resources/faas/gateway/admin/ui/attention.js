import { command, h } from './dom.js';
import { plural } from './format.js';
import { needsAttention, rank, sentence, stateOf } from './states.js';

/** Causes with more functions show the first ones only. */
const SHOWN = 3;

/** What an operator should mend: one part for each cause, with the reason and the command for each function. */
export function attentionPanel() {
  const element = h('section', { class: 'attention', 'aria-label': 'Needs attention' });
  let shown = '';
  return {
    element,
    draw(rows) {
      const troubled = rows.filter(needsAttention);
      const now = JSON.stringify(troubled.map(row => [row.key, row.state, sentence(row), row.notes]));
      // Drawn again only if it says something else: a selection or an open part stays as it is.
      if (now !== shown) {
        shown = now;
        const open = new Set([...element.querySelectorAll('details[open]')].map(part => part.dataset.state));
        element.replaceChildren(...causes(troubled, open));
        element.hidden = troubled.length === 0;
      }
    },
  };
}

function causes(rows, open) {
  const byState = Map.groupBy(rows.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name)), row => row.state);
  return [...byState].map(([state, group]) => {
    const { glyph, word, tone } = stateOf(group[0]);
    const rest = group.slice(SHOWN);
    return h('div', { class: `cause tone-${tone}` },
      h('h2', {}, h('span', { class: 'glyph', 'aria-hidden': 'true' }, glyph), ` ${word}`,
        group.length > 1 && h('span', { class: 'number' }, ` ${group.length}`)),
      h('ul', {}, group.slice(0, SHOWN).map(item)),
      rest.length > 0 && h('details', { 'data-state': state, open: open.has(state) },
        h('summary', {}, `${plural(rest.length, 'more function', 'more functions')}`),
        h('ul', {}, rest.map(item))));
  });
}

function item(row) {
  return h('li', {},
    h('a', { class: 'name', href: `#/f/${encodeURIComponent(row.name)}` }, row.name),
    sentence(row) !== stateOf(row).word && h('span', { class: 'what' }, ` ${sentence(row)}`),
    notes(row));
}

/** What the diagnosis says of each service of a function, and the commands. */
export function notes(row) {
  return row.notes.map(note => h('div', { class: 'note' },
    note.sentences.map(text => h('p', { class: 'reason' },
      note.service === row.name ? '' : `${note.service}: `, text)),
    note.commands.map(command)));
}
