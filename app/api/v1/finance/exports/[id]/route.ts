import { deleteExport, getExport } from '@/lib/finance/exports/handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getExport)
export const DELETE = mount(deleteExport)
