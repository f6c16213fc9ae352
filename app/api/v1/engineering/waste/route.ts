import { getWasteReport } from '@/lib/engineering/waste/handler'
import { mount } from '@/lib/http/mount'

export const GET = mount(getWasteReport)
