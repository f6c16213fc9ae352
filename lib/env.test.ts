import { describe, expect, it, test } from 'vitest'
import { EnvError, readEnv } from './env'

function problemsOf(source: Record<string, string | undefined>): readonly string[] {
  try {
    readEnv(source)
  } catch (error) {
    if (error instanceof EnvError) return error.problems
    throw error
  }
  return []
}

describe('readEnv', () => {
  it('needs nothing', () => {
    expect(readEnv({})).toEqual({
      DATA_DIR: '.data',
      PORT: 3000,
      REPORTING_ZONE: 'UTC',
      JOBS: 'inline',
      TRUST_PROXY: false,
      LOG_LEVEL: 'info',
    })
  })

  it('takes an empty value for an absent one, as compose files pass them', () => {
    const names = ['DATABASE_URL', 'PORT', 'AUTH_SECRET', 'AUTH_URL', 'ADMIN_EMAIL', 'ADMIN_PASSWORD', 'JOBS', 'TRUST_PROXY']
    expect(readEnv(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(readEnv({}))
  })

  test.each([
    ['DATABASE_URL', 'postgres://someone:secret@db:5432/ascribe', 'postgres://someone:secret@db:5432/ascribe'],
    ['DATABASE_URL', 'postgresql:///ascribe?host=/run/postgresql', 'postgresql:///ascribe?host=/run/postgresql'],
    ['DATA_DIR', '/var/lib/ascribe', '/var/lib/ascribe'],
    ['PORT', '8080', 8080],
    ['AUTH_SECRET', 'x'.repeat(32), 'x'.repeat(32)],
    ['AUTH_URL', 'https://ascribe.example.com', 'https://ascribe.example.com'],
    ['AUTH_URL', 'http://localhost:3000', 'http://localhost:3000'],
    ['REPORTING_ZONE', 'Asia/Kathmandu', 'Asia/Kathmandu'],
    ['JOBS', 'off', 'off'],
    ['TRUST_PROXY', 'true', true],
    ['TRUST_PROXY', '1', true],
    ['TRUST_PROXY', 'false', false],
    ['LOG_LEVEL', 'debug', 'debug'],
    ['TRACE_URL_TEMPLATE', 'https://traces.example.com/trace/{trace_id}', 'https://traces.example.com/trace/{trace_id}'],
    ['TRACE_URL_TEMPLATE', 'http://localhost:3100?id={trace_id}&tab=spans', 'http://localhost:3100?id={trace_id}&tab=spans'],
  ])('reads %s=%s', (name, value, expected) => {
    expect(readEnv({ [name]: value })).toMatchObject({ [name]: expected })
  })

  test.each([
    ['DATABASE_URL', 'mysql://someone:hunter2@db/x', 'must start with postgres://'],
    ['DATABASE_URL', 'hunter2', 'must start with postgres://'],
    ['PORT', '-1.5', 'must be'],
    ['PORT', '0', '1 to 65535'],
    ['PORT', '65536', '1 to 65535'],
    ['PORT', 'hunter2', 'must be a port number'],
    ['AUTH_SECRET', 'hunter2', 'at least 32 characters'],
    ['AUTH_URL', 'ascribe-hunter2.example.com', 'must be the address people open'],
    ['AUTH_URL', 'ftp://hunter2.example.com', 'must be the address people open'],
    ['REPORTING_ZONE', 'Mars/hunter2', 'IANA time zone'],
    ['REPORTING_ZONE', '+05:30', 'IANA time zone'],
    ['JOBS', 'hunter2', 'must be inline or off'],
    ['TRUST_PROXY', 'hunter2', 'must be true or false'],
    ['TRACE_URL_TEMPLATE', 'https://hunter2.example.com/trace', 'with {trace_id} in it'],
    ['TRACE_URL_TEMPLATE', 'https://{trace_id}.hunter2.example.com/', 'with {trace_id} in it'],
    ['TRACE_URL_TEMPLATE', 'javascript:hunter2({trace_id})', 'must be an address'],
    ['LOG_LEVEL', 'hunter2', 'must be debug, info, warn, error or silent'],
  ])('refuses %s=%s in one line that names the variable and the fix, and not the value', (name, value, fix) => {
    const problems = problemsOf({ [name]: value })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(`^${name} `))
    expect(problems[0]).toContain(fix)
    expect(problems[0]).not.toContain('hunter2')
    expect(problems[0]).not.toContain('\n')
  })

  test.each([
    [{ ADMIN_EMAIL: 'nobody', ADMIN_PASSWORD: 'long enough to do' }, 'ADMIN_EMAIL must be an e-mail address'],
    [{ ADMIN_EMAIL: 'a@example.com', ADMIN_PASSWORD: 'hunter2' }, 'ADMIN_PASSWORD must be at least 12 characters'],
    [{ ADMIN_EMAIL: 'a@example.com', ADMIN_PASSWORD: 'x'.repeat(201) }, 'ADMIN_PASSWORD must be at most 200 characters'],
    [{ ADMIN_EMAIL: 'a@example.com' }, 'ADMIN_PASSWORD must be set too: the first administrator needs both'],
    [{ ADMIN_PASSWORD: 'long enough to do' }, 'ADMIN_EMAIL must be set too: the first administrator needs both'],
  ])('wants the first administrator whole: %o', (source, problem) => {
    expect(problemsOf(source)).toEqual([problem])
  })

  it('tells all problems at once', () => {
    expect(problemsOf({ PORT: 'x', JOBS: 'x', LOG_LEVEL: 'x' }).map((problem) => problem.split(' ')[0])).toEqual([
      'PORT',
      'JOBS',
      'LOG_LEVEL',
    ])
  })
})
