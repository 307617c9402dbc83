import { DefaultNamingStrategy, type NamingStrategyInterface, type Table } from 'typeorm';

const snake = (text: string) => text.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
const nameOf = (table: Table | string) => (typeof table === 'string' ? table : table.name).split('.').pop() ?? '';

/** Names in the database: snake_case columns, and constraints that say which table and columns they hold. */
export class SnakeNaming extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(property: string, custom: string | undefined): string {
    return custom ?? snake(property);
  }

  override primaryKeyName(table: Table | string): string {
    return `PK_${nameOf(table)}`;
  }

  override uniqueConstraintName(table: Table | string, columns: string[]): string {
    return `UQ_${nameOf(table)}_${columns.map(snake).join('_')}`;
  }

  override foreignKeyName(table: Table | string, columns: string[]): string {
    return `FK_${nameOf(table)}_${columns.map(snake).join('_')}`;
  }

  override indexName(table: Table | string, columns: string[]): string {
    return `IDX_${nameOf(table)}_${columns.map(snake).join('_')}`;
  }
}
