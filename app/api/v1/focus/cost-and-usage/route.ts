import { getFocusCostAndUsage } from '@/lib/finance/focus/handler'
import { mount } from '@/lib/http/mount'

export const GET = mount(getFocusCostAndUsage)
