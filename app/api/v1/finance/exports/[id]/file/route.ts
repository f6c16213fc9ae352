import { getExportFile } from '@/lib/finance/exports/handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getExportFile)
