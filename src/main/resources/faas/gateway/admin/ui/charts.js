import { h, setAttribute, svg } from './dom.js';

const SLOTS = 60;

/** Ten minutes as small bars, the latest at the right; what was before the function or the gateway is left empty. */
export function sparkline() {
  const path = svg('path', {});
  const chart = svg('svg', { class: 'spark', viewBox: `0 0 ${SLOTS} 16`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, path);
  return {
    element: chart,
    draw: calls => setAttribute(path, 'd', bars(calls, Math.max(...calls, 1), 0, 16)),
  };
}

function bars(values, highest, baseline, height) {
  const first = SLOTS - values.length;
  let path = '';
  values.forEach((value, i) => {
    const size = value > 0 ? Math.max(1, (value / highest) * height) : 0.35;
    path += `M${first + i + 0.1} ${height - baseline}v${-size.toFixed(2)}h.8v${size.toFixed(2)}z`;
  });
  return path;
}

/** Calls per slot by outcome, stacked. */
export function outcomeChart(slots, seconds) {
  const height = 100;
  const sums = slots.map(slot => slot[0] + slot[1] + slot[2]);
  const top = niceTop(Math.max(...sums, 1) / seconds) * seconds;
  const chart = svg('svg', { class: 'chart outcomes', viewBox: `0 0 ${SLOTS} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  for (const line of [0.25, 0.5, 0.75, 1]) {
    chart.append(svg('path', { class: 'grid', d: `M0 ${height - line * height}H${SLOTS}` }));
  }
  const below = slots.map(() => 0);
  ['answered', 'client-error', 'server-error'].forEach((name, outcome) => {
    let path = '';
    slots.forEach((slot, i) => {
      if (slot[outcome] > 0) {
        const size = (slot[outcome] / top) * height;
        path += `M${SLOTS - slots.length + i + 0.08} ${(height - below[i]).toFixed(2)}v${-size.toFixed(2)}h.84v${size.toFixed(2)}z`;
        below[i] += size;
      }
    });
    chart.append(svg('path', { class: name, d: path }));
  });
  return { element: chart, top: top / seconds };
}

function niceTop(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= value);
}

/** Lines that a heat map has at least. */
const HEAT_LINES = 6;

/** How many calls were how slow: one column for each slot, one line for each bucket that has calls, darker for more. */
export function heatMap(slots, outcomes, names) {
  const used = names.map((_, bucket) => bucket).filter(bucket => slots.some(slot => slot[outcomes + bucket] > 0));
  const from = Math.max(0, Math.min(used[0] ?? 0, names.length - HEAT_LINES));
  const to = Math.max(used.at(-1) ?? 0, from + HEAT_LINES - 1);
  const lines = to - from + 1;
  const chart = svg('svg', { class: 'chart heat', viewBox: `0 0 ${SLOTS} ${lines}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  const highest = Math.max(1, ...slots.map(slot => Math.max(...slot.slice(outcomes))));
  const paths = ['', '', '', '', ''];
  slots.forEach((slot, i) => {
    for (let bucket = from; bucket <= to; bucket++) {
      const calls = slot[outcomes + bucket];
      if (calls > 0) {
        const level = highest === 1 ? 4 : Math.min(4, Math.floor((Math.log(calls) / Math.log(highest)) * 4.999));
        paths[level] += `M${SLOTS - slots.length + i + 0.04} ${to - bucket + 0.04}h.92v.92h-.92z`;
      }
    }
  });
  paths.forEach((path, level) => chart.append(svg('path', { class: `level${level}`, d: path })));
  return h('div', { class: 'heatmap' },
    h('ol', { 'aria-hidden': 'true' }, names.slice(from, to + 1).reverse().map(name => h('li', {}, name))), chart);
}
