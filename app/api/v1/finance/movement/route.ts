import { getMovementReport } from '@/lib/finance/movement/handler'
import { mount } from '@/lib/http/mount'

export const GET = mount(getMovementReport)
