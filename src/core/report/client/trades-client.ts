/** Program of the page: sorts the trade table and opens the details of a trade. All text goes in as text, never as HTML. */
export const tradesClient = String.raw`
function tradeTable(table, showSpan) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.querySelectorAll('button[data-key]')];

  function valueOf(row, key) {
    return key === 'number' ? Number(row.dataset.trade) : data.trades[row.dataset.trade][key];
  }
  function sortBy(button) {
    const head = button.closest('th');
    const isDown = head.getAttribute('aria-sort') === 'ascending';
    for (const other of heads) other.closest('th').removeAttribute('aria-sort');
    head.setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
    const sign = isDown ? -1 : 1;
    const rows = [...body.querySelectorAll('tr[data-trade]')];
    body.querySelectorAll('tr.details').forEach((row) => row.remove());
    rows.forEach((row) => row.querySelector('.open').setAttribute('aria-expanded', 'false'));
    rows.sort((a, b) => {
      const left = valueOf(a, button.dataset.key);
      const right = valueOf(b, button.dataset.key);
      // What is not known stands last, whichever way the rest is sorted.
      if (left === null || right === null) return (left === null) - (right === null);
      return left < right ? -sign : left > right ? sign : a.dataset.trade - b.dataset.trade;
    });
    body.append(...rows);
  }
  for (const button of heads) button.addEventListener('click', () => sortBy(button));

  function element(tag, text, className) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className !== undefined) made.className = className;
    return made;
  }
  const number = (value, digits) => (value === null ? '–' : minus(String(+value.toPrecision(digits))));

  function details(trade) {
    const { x, y } = data.legs;
    const list = element('dl');
    const add = (name, text) => {
      const item = element('div');
      item.append(element('dt', name), element('dd', text));
      list.append(item);
    };
    add('Entry decided on the close of', minuteOf(trade.entryDecisionTs));
    add('Exit decided on the close of', minuteOf(trade.exitDecisionTs));
    for (const [leg, name] of [['Y', y], ['X', x]]) {
      add((trade['quantity' + leg] < 0 ? 'Sold ' : 'Bought ') + name, number(Math.abs(trade['quantity' + leg]), 8));
      add(name + ' in → out', number(trade['entry' + leg], 8) + ' → ' + number(trade['exit' + leg], 8));
    }
    add('Fees', dollars(trade.fees, 2));
    add('Slippage', dollars(trade.slippage, 2));
    add('Funding', dollars(trade.funding, 2));
    const cell = element('td');
    cell.colSpan = heads.length;
    cell.append(list);
    if (showSpan !== null) {
      const see = element('button', 'Show on the charts', 'see');
      see.type = 'button';
      see.addEventListener('click', () => showSpan(trade.entryDecisionTs, trade.exitTs));
      cell.append(see);
    }
    const row = element('tr', undefined, 'details');
    row.append(cell);
    return row;
  }
  body.addEventListener('click', (event) => {
    const button = event.target.closest('button.open');
    if (button === null) return;
    const row = button.closest('tr');
    const isOpen = button.getAttribute('aria-expanded') === 'true';
    button.setAttribute('aria-expanded', String(!isOpen));
    if (isOpen) row.nextElementSibling.remove();
    else row.after(details(data.trades[row.dataset.trade]));
  });
}
`;
