import { getExports, postExport } from '@/lib/finance/exports/handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getExports)
export const POST = mount(postExport)
