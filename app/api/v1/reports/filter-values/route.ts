import { mount } from '@/lib/http/mount'
import { getFilterValuesReport } from '@/lib/reports/spend/handler'

export const GET = mount(getFilterValuesReport)
