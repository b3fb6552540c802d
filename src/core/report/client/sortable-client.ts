/** Program of a page: a click on a heading sorts its table by the cells' `data-key`, numbers as numbers; what is not known stands last. */
export const sortableClient = String.raw`
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.tHead.rows[0].cells];
  const numeric = (text) => (text === 'Infinity' ? Infinity : Number(text));
  heads.forEach((head, column) => {
    head.querySelector('button').addEventListener('click', () => {
      const isDown = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
      const sign = isDown ? -1 : 1;
      const isNumber = head.classList.contains('n');
      const key = (row) => row.cells[column].dataset.key;
      const rows = [...table.tBodies[0].rows].sort((a, b) => {
        const [left, right] = [key(a), key(b)];
        if (left === '' || right === '') return (left === '') - (right === '');
        if (!isNumber) return sign * left.localeCompare(right, 'en');
        const [low, high] = [numeric(left), numeric(right)];
        return low < high ? -sign : low > high ? sign : 0;
      });
      table.tBodies[0].append(...rows);
    });
  });
}
`;
