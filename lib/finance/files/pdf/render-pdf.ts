import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import pdfmake from 'pdfmake'
import type { TDocumentDefinitions } from 'pdfmake/interfaces'

/** The family's name in documents. */
export const fontFamily = 'Geist'

/**
 * Where the font's files lie, which the package has no name for. Asked of the application's folder, wherever its packages are
 * installed; the bundler must not follow it.
 */
function findFontFolder(): string {
  const require = createRequire(join(process.cwd(), 'package.json'))
  return join(dirname(require.resolve('geist/font/sans')), 'fonts', 'geist-sans')
}

let isPrepared = false

/** Documents may read the font and nothing else, neither here nor elsewhere, whatever a name in them looks like. */
function preparePrinter(): void {
  if (isPrepared) return
  const folder = findFontFolder()
  const [normal, bold] = [join(folder, 'Geist-Regular.ttf'), join(folder, 'Geist-SemiBold.ttf')]
  pdfmake.setFonts({ [fontFamily]: { normal, bold, italics: normal, bolditalics: bold } })
  pdfmake.setLocalAccessPolicy((path) => path === normal || path === bold)
  pdfmake.setUrlAccessPolicy(() => false)
  isPrepared = true
}

/** Lays a document out as PDF. */
export async function renderPdf(document: TDocumentDefinitions): Promise<Uint8Array> {
  preparePrinter()
  return pdfmake.createPdf(document).getBuffer()
}
