import type { ReactNode } from "react";

/** A column of a table of rows of one kind. */
export type Column<T> = Readonly<{
  title: string;
  cell: (row: T) => ReactNode;
  /** Numbers are aligned to the right. */
  numeric?: boolean | undefined;
  /** Names its row: one column of each table. */
  heads?: boolean | undefined;
}>;

/** A table, which scrolls sideways within its frame where it is too wide, by keyboard too; on a phone each row is a list. */
export function Table<T>({
  caption,
  columns,
  rows,
  rowKey,
}: Readonly<{
  /** For screen readers, and for the frame that scrolls. */
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
}>): ReactNode {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for inputs
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <div className="table-frame" role="group" aria-label={caption} tabIndex={0}>
      <table>
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, numeric }) => (
              <th key={title} scope="col" className={numeric === true ? "numeric" : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map(({ title, cell, numeric, heads }) => {
                const name = numeric === true ? "numeric" : undefined;
                return heads === true ? (
                  <th key={title} scope="row" className={name} data-title={title}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={title} className={name} data-title={title}>
                    {cell(row)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Names and values. */
export function Facts({
  entries,
}: Readonly<{ entries: readonly (readonly [name: string, value: ReactNode])[] }>): ReactNode {
  return (
    <dl className="facts">
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
