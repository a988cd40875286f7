/** What is not known; never 0. */
export const UNKNOWN = '–';

const unknown = value => value === null || value === undefined;

export function rate(value) {
  if (unknown(value)) {
    return UNKNOWN;
  }
  return value >= 10 || value === 0 ? count(Math.round(value)) : value.toFixed(1);
}

export function percent(value) {
  if (unknown(value)) {
    return UNKNOWN;
  }
  return `${value >= 10 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)} %`;
}

export function count(value) {
  return unknown(value) ? UNKNOWN : String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

export function millis(value) {
  return value >= 1000 ? `${value / 1000} s` : `${value} ms`;
}

/** A bucket by its upper bound; the last one has none. */
export function bucket(index, bounds) {
  if (unknown(index)) {
    return UNKNOWN;
  }
  return index < bounds.length ? `≤ ${millis(bounds[index])}` : `> ${millis(bounds.at(-1))}`;
}

/** A duration in its two largest units. */
export function duration(seconds) {
  const units = [['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];
  let left = Math.max(0, Math.round(seconds));
  const parts = [];
  for (const [name, size] of units) {
    if (left >= size || (name === 's' && parts.length === 0)) {
      parts.push(`${Math.floor(left / size)} ${name}`);
      left %= size;
    }
    if (parts.length === 2) {
      break;
    }
  }
  return parts.join(' ');
}

export function plural(number, one, many) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

export function clock(date) {
  return date.toLocaleTimeString('en-GB');
}
