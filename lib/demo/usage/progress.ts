import type { WriteStream } from 'node:tty'

/** Where progress is shown. */
export type ProgressOutput = Pick<WriteStream, 'write'> & { readonly isTTY?: boolean }

/** Shows how far something is. */
export interface Progress {
  /** `share` of the whole, 0 to 1, with a few words. */
  show(share: number, words: string): void
  /** A last line that stays. */
  end(words: string): void
}

const barWidth = 28
const redrawMs = 100
const plainLineMs = 5_000

/** A bar that is drawn over itself on a terminal; elsewhere a line now and then, which a log can keep. */
export function createProgress(label: string, output: ProgressOutput, nowMs: () => number = () => performance.now()): Progress {
  const isTerminal = output.isTTY === true
  let shownMs = Number.NEGATIVE_INFINITY
  return {
    show(share, words) {
      if (nowMs() - shownMs < (isTerminal ? redrawMs : plainLineMs)) return
      shownMs = nowMs()
      const percent = `${Math.floor(share * 100)} %`.padStart(5)
      if (!isTerminal) return void output.write(`${label}: ${percent.trim()}, ${words}\n`)
      const full = Math.round(share * barWidth)
      output.write(`\r${label} ${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${percent}  ${words}\u001b[K`)
    },
    end(words) {
      output.write(isTerminal ? `\r${label}: ${words}\u001b[K\n` : `${label}: ${words}\n`)
    },
  }
}
