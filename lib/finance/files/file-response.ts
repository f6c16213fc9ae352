const types = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
} as const

/** Bytes as a download that no cache keeps: it depends on who asked. */
export function fileResponse(bytes: Uint8Array, fileName: `${string}.${keyof typeof types}`): Response {
  const type = fileName.endsWith('.pdf') ? types.pdf : types.xlsx
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'private, no-store',
    },
  })
}
