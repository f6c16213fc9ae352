import { mount } from '@/lib/http/mount'
import { getOwnershipReport } from '@/lib/reports/ownership/handler'

export const GET = mount(getOwnershipReport)
