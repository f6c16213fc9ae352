import { AppError, problemResponse } from '@/lib/errors'
import { mount } from '@/lib/http/mount'

/** Whatever no other route of the API answers: a problem document, as everywhere below `/api`. */
const refuse = mount(async (request, { requestId }) => {
  const { pathname } = new URL(request.url)
  return problemResponse(new AppError('not_found', `There is no ${request.method} ${pathname}.`), requestId)
})

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT }
