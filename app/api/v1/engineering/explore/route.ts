import { getExploreReport } from '@/lib/engineering/explore/handler'
import { mount } from '@/lib/http/mount'

export const GET = mount(getExploreReport)
