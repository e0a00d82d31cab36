import { type ReactNode, useId } from "react";

/** A row of a table: the first cell names it. */
type Row = Readonly<{ key: string; cells: readonly string[] }>;

/** The numbers of a picture, for whoever reads rather than looks. */
export type Numbers = Readonly<{
  columns: readonly string[];
  rows: readonly Row[];
  note?: string | undefined;
}>;

/** An entry of a legend: a swatch of a class of the style sheet, and what it stands for. */
export type Key = Readonly<{ ink: string; name: string; pattern?: "solid" | "hatch" | "dots" | "hollow" }>;

/** What all pictures have: a title, a sentence, a legend, and their numbers as a table. */
export function Frame({
  kind,
  title,
  summary,
  legend = [],
  numbers,
  children,
}: Readonly<{
  kind: string;
  title: string;
  summary?: string | undefined;
  legend?: readonly Key[];
  numbers: Numbers;
  children: ReactNode;
}>) {
  const id = useId();
  return (
    <figure className={`chart chart-${kind}`} aria-labelledby={id}>
      <figcaption>
        <span className="chart-title" id={id}>
          {title}
        </span>
        {summary === undefined ? null : <span className="chart-summary">{summary}</span>}
      </figcaption>
      {legend.length === 0 ? null : (
        <ul className="chart-legend">
          {legend.map(({ ink, name, pattern = "solid" }) => (
            <li key={`${ink} ${name}`}>
              <span
                className={`chart-swatch chart-swatch-${pattern} ink-${ink}`}
                data-ink={ink}
                aria-hidden="true"
              />
              {name}
            </li>
          ))}
        </ul>
      )}
      {children}
      <details className="chart-data">
        <summary>The numbers</summary>
        <NumberTable title={title} numbers={numbers} />
      </details>
    </figure>
  );
}

function NumberTable({ title, numbers }: Readonly<{ title: string; numbers: Numbers }>) {
  const { columns, rows, note } = numbers;
  return (
    // biome-ignore lint/a11y/useSemanticElements: no section, which would be a landmark for each picture of a page
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that is wider than the screen is scrolled by keyboard
    <div className="chart-scroll" role="group" aria-label={`${title}: the numbers`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [head, ...cells] }) => (
            <tr key={key}>
              <th scope="row">{head}</th>
              {cells.map((cell, at) => (
                <td key={columns[at + 1] ?? at}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {note === undefined ? null : <p>{note}</p>}
    </div>
  );
}
