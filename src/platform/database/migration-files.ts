/** Migrations as they stand: TypeScript in tests, JavaScript when built; never declarations or maps. */
export const MigrationFiles = '!(*.d).{js,ts}';
