import { hash, verify } from '@node-rs/argon2'

// Parameters of OWASP's password storage cheat sheet for argon2id (19 MiB, two passes); the library's default algorithm.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** A hash of nothing anyone knows, verified where no account exists, so that timing does not tell which accounts do. */
let decoyHash: Promise<string> | undefined

/** Hashes a password with argon2id. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters)
}

/** Whether `password` belongs to `passwordHash`. Takes as long where there is no hash to compare with. */
export async function verifyPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  if (passwordHash) return verify(passwordHash, password)
  decoyHash ??= hashPassword(crypto.randomUUID())
  await verify(await decoyHash, password)
  return false
}
