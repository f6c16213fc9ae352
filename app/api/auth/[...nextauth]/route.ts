import NextAuth from 'next-auth'
import { authOptions } from '@/lib/auth/next-auth'

// next-auth reads its own address from this name; ours is the one that people set.
process.env.NEXTAUTH_URL ??= process.env.AUTH_URL

const handler = (request: Request, context: { params: Promise<{ nextauth: string[] }> }) =>
  NextAuth(request as never, context as never, authOptions())

export { handler as GET, handler as POST }
