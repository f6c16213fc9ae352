import { getFeaturesReport } from '@/lib/engineering/features/handler'
import { mount } from '@/lib/http/mount'

export const GET = mount(getFeaturesReport)
