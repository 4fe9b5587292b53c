import { defineConfig } from 'prisma/config';

// Only Prisma's own tools read this; the product takes the address from its settings. `generate` needs no database.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://127.0.0.1:5432/appd_licensing' },
});
