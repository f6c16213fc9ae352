import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Next blocks its dev resources for any host it was not opened as; the launcher prints both names.
  allowedDevOrigins: ['127.0.0.1', 'localhost'],
  serverExternalPackages: [
    'graphile-worker',
    'pino',
    'postgres',
    '@node-rs/argon2',
    'prom-client',
    'rate-limiter-flexible',
    'drizzle-orm',
    // Reads the data of fonts beside itself.
    'pdfmake',
  ],
  outputFileTracingRoot: import.meta.dirname,
  // No image needs the optimizer, which has been a source of vulnerabilities.
  images: { unoptimized: true },
  experimental: {
    // `forbidden()` answers 403 with a page of ours.
    authInterrupts: true,
    optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'],
  },
}

export default config
