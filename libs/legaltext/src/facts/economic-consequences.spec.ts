import { type Line } from '../line.js';
import { economicConsequencesOf } from './economic-consequences.js';

type Cells = string[][];

/** Lines of a table; a cell of several paragraphs is written with bars, an empty one has no line. */
function table(number: number, rows: Cells): Line[] {
  return rows.flatMap((cells, row) =>
    cells.flatMap((cell, column) =>
      cell === ''
        ? []
        : cell.split('|').map((text): Line => {
            const place = { table: number, row: row + 1, column: column + 1 };
            return {
              role: 'cell',
              label: '',
              text,
              offset: number * 1000 + row,
              level: 0,
              quoted: false,
              noteMarks: [],
              notes: [],
              cell: place,
            };
          }),
    ),
  );
}

describe('the table of economic consequences', () => {
  const rows: Cells = [
    ['', 'Positive konsekvenser/|mindreudgifter', 'Negative konsekvenser/|merudgifter'],
    ['Økonomiske konsekvenser for kommuner', 'Ingen', '2 mio. kr. i 2027|3 mio. kr. i 2028'],
    ['Forholdet til EU-retten', 'Ingen EU-retlige aspekter.'],
    ['Overimplementering (sæt X)', 'Ja', 'Nej'],
    ['', '', 'X'],
  ];

  it('is found by its columns among other tables, with subject and cells of each row', () => {
    const other = table(1, [
      ['Kommune', 'Udgifter'],
      ['Aarhus', '2'],
    ]);
    expect(economicConsequencesOf([...other, ...table(2, rows)])).toEqual({
      columns: ['Positive konsekvenser/\nmindreudgifter', 'Negative konsekvenser/\nmerudgifter'],
      rows: [
        { subject: 'Økonomiske konsekvenser for kommuner', cells: ['Ingen', '2 mio. kr. i 2027\n3 mio. kr. i 2028'] },
        { subject: 'Forholdet til EU-retten', cells: ['Ingen EU-retlige aspekter.', ''] },
        { subject: 'Overimplementering (sæt X)', cells: ['Ja', 'Nej\nX'] },
      ],
      offset: 2000,
    });
  });

  it('is known in the other wording too, with the money columns alone', () => {
    const money: Cells = [
      ['Konsekvenser for', 'Merudgifter', 'Mindreudgifter'],
      ['Kommuner', '1,5 mio. kr.', 'Ingen'],
    ];
    expect(economicConsequencesOf(table(1, money))).toMatchObject({
      columns: ['Merudgifter', 'Mindreudgifter'],
      rows: [{ subject: 'Kommuner', cells: ['1,5 mio. kr.', 'Ingen'] }],
    });
  });

  it('is not there in a bill without such a table', () => {
    expect(economicConsequencesOf([])).toBeUndefined();
    expect(economicConsequencesOf(table(1, [['Merudgifter i alt', '2 mio. kr.']]))).toBeUndefined();
  });
});
