import { log } from '@/lib/log'
import { type ChildSpec, type SupervisedChild, superviseChild } from './supervised-child'

/** Processes that are kept running together. */
export interface Supervisor {
  /** The process number of a child by name; undefined while it is down. */
  pid(name: string): number | undefined
  /** Stops the processes one after the other, in the order they were given. */
  stop(): Promise<void>
}

/**
 * Starts processes side by side, waits until each of them serves, and restarts those that die. They are stopped in the order
 * given: first the one that accepts requests, then those it depends on.
 *
 * @throws StartError when one of them does not come up; the others have been stopped by then.
 */
export async function startSupervisor(specs: readonly ChildSpec[]): Promise<Supervisor> {
  const children: SupervisedChild[] = specs.map(superviseChild)
  const stop = async (): Promise<void> => {
    for (const child of children) {
      await child.stop()
      log.debug({ child: child.name }, 'stopped')
    }
  }
  try {
    await Promise.all(children.map((child) => child.ready))
  } catch (error) {
    await stop()
    throw error
  }
  return { pid: (name) => children.find((child) => child.name === name)?.pid(), stop }
}
