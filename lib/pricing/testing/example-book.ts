import { type PriceBookDocument, priceBookDocumentSchema } from '../price-book-document'

const meters = {
  input: { per: 1_000_000, unit: 'token', group: 'input', fallback: null },
  cached_input: { per: 1_000_000, unit: 'token', group: 'input', fallback: 'input' },
  cache_write_5m: { per: 1_000_000, unit: 'token', group: 'input', fallback: 'input' },
  cache_write_1h: { per: 1_000_000, unit: 'token', group: 'input', fallback: 'cache_write_5m' },
  audio_input: { per: 1_000_000, unit: 'token', group: 'input', fallback: 'input' },
  cached_audio_input: { per: 1_000_000, unit: 'token', group: 'input', fallback: 'audio_input' },
  image_input: { per: 1_000_000, unit: 'token', group: 'input', fallback: 'input' },
  cached_image_input: { per: 1_000_000, unit: 'token', group: 'input', fallback: 'image_input' },
  video_input: { per: 1_000_000, unit: 'token', group: 'input', fallback: 'input' },
  output: { per: 1_000_000, unit: 'token', group: 'output', fallback: null },
  reasoning: { per: 1_000_000, unit: 'token', group: 'output', fallback: 'output' },
  citation: { per: 1_000_000, unit: 'token', group: 'output', fallback: 'output' },
  audio_output: { per: 1_000_000, unit: 'token', group: 'output', fallback: 'output' },
  image_output: { per: 1_000_000, unit: 'token', group: 'output', fallback: 'output' },
  video_output: { per: 1_000_000, unit: 'token', group: 'output', fallback: 'output' },
  request: { per: 1000, unit: 'request', group: 'other', fallback: null },
  web_search: { per: 1000, unit: 'call', group: 'other', fallback: null },
  social_search: { per: 1000, unit: 'call', group: 'other', fallback: null },
  file_search: { per: 1000, unit: 'call', group: 'other', fallback: null },
  audio_second: { per: 3600, unit: 'second', group: 'other', fallback: null },
  page: { per: 1000, unit: 'page', group: 'other', fallback: null },
  annotated_page: { per: 1000, unit: 'page', group: 'other', fallback: null },
  text_message: { per: 1000, unit: 'message', group: 'other', fallback: null },
}

const flat = (rate: string) => [{ tier: 'standard', rates: { input: rate } }]

/**
 * A small made-up book with every feature of a price book, so that each rule is tested by round numbers.
 * Models of `acme` are named for what they show; those of `makers` tell name rules apart by their input rate.
 */
export const exampleDocument: PriceBookDocument = priceBookDocumentSchema.parse({
  format: 'ascribe-price-book/1',
  id: 'example',
  version: '1',
  currency: 'USD',
  as_of: '2026-06-01',
  licence: 'none',
  sources: { made: 'made up' },
  meters,
  tier_aliases: { default: 'standard', auto: 'standard', fast: 'flex' },
  version_suffix: String.raw`^(?:[-@](?:\d{8}|latest|v\d+))*(?::\d+)?$`,
  aws_geo_prefixes: ['us', 'eu', 'us-gov', 'global'],
  providers: [
    {
      provider: 'acme',
      aliases: ['acme', 'acme.chat', 'ac/me'],
      tier_aliases: { fast: 'priority' },
      uplifts: [
        { id: 'acme-any', region: '*', multiply: '1.1', models: ['rich', 'plain', 'banded', 'fixed-fee'] },
        { id: 'acme-eu', region: 'eu', multiply: '1.25', models: ['rich'] },
      ],
      models: [
        {
          model: 'rich',
          prices: [
            {
              tier: 'standard',
              rates: {
                input: '2',
                cached_input: '0.5',
                cache_write_5m: '2.5',
                cache_write_1h: '4',
                audio_input: '8',
                cached_audio_input: '1',
                image_input: '3',
                cached_image_input: '0.75',
                video_input: '6',
                output: '10',
                reasoning: '12',
                citation: '1.5',
                audio_output: '20',
                image_output: '30',
                video_output: '40',
                request: '5',
                web_search: '10',
                social_search: '25',
                file_search: '2.5',
                audio_second: '0.36',
                page: '4',
                annotated_page: '5',
                text_message: '7',
              },
            },
          ],
        },
        {
          model: 'plain',
          prices: [
            { tier: 'standard', rates: { input: '2', output: '10' } },
            { tier: 'priority', rates: { input: '4', output: '20' } },
          ],
        },
        {
          model: 'writer',
          prices: [{ tier: 'standard', rates: { input: '1', cache_write_5m: '3', audio_input: '5', image_input: '7' } }],
        },
        { model: 'fixed-fee', prices: [{ tier: 'standard', rates: { input: '2', request: '5', web_search: '10' } }] },
        { model: 'free', prices: [{ tier: 'standard', rates: { input: '0', output: '0' } }] },
        {
          model: 'banded',
          prices: [
            {
              tier: 'standard',
              rates: { input: '1', cached_input: '0.5', output: '2', web_search: '10' },
              bands: [
                { over: 1000, inclusive: false, rates: { input: '2', cached_input: '1', output: '4' } },
                { over: 2000, inclusive: true, rates: { input: '3', output: '6', web_search: '20' } },
              ],
            },
          ],
        },
        {
          model: 'dated',
          prices: [
            { tier: 'standard', to: '2026-01-01T00:00:00Z', rates: { input: '1', web_search: '10' } },
            {
              tier: 'standard',
              from: '2026-01-01T00:00:00Z',
              to: '2026-06-01T00:00:00Z',
              rates: { input: '2', web_search: '20' },
            },
            { tier: 'standard', from: '2026-07-01T00:00:00Z', rates: { input: '3' } },
            { tier: 'batch', from: '2025-06-01T00:00:00Z', rates: { input: '0.5' } },
          ],
        },
        {
          model: 'nightly',
          prices: [
            { tier: 'standard', rates: { input: '4', web_search: '10' } },
            {
              tier: 'standard',
              from: '2026-02-01T00:00:00Z',
              daily_utc: [['16:30', '00:30']],
              rates: { input: '1', web_search: '2' },
            },
            { tier: 'batch', rates: { input: '3' } },
          ],
        },
        {
          model: 'weekday',
          prices: [
            { tier: 'standard', rates: { input: '1' } },
            {
              tier: 'standard',
              daily_utc: [
                ['01:00', '04:00'],
                ['17:00', '19:00'],
              ],
              weekdays: [1, 2, 3, 4, 5],
              weekday_zone: 'Asia/Shanghai',
              rates: { input: '2' },
            },
          ],
        },
        {
          model: 'listener',
          prices: [
            { tier: 'standard', rates: { audio_second: '0.111' }, min_quantity: { audio_second: '10' } },
            { tier: 'batch', rates: { input: '1' } },
          ],
        },
        {
          model: 'caller',
          prices: [
            { tier: 'standard', rates: { web_search: '10', input: '1' }, min_quantity: { web_search: '3', input: '100' } },
          ],
        },
      ],
    },
    {
      provider: 'makers',
      aliases: ['makers'],
      fallback: ['acme'],
      models: [
        { model: 'one', aliases: { exact: ['uno', 'shared-exact'], family: ['one'] }, prices: flat('1') },
        { model: 'one-mini', aliases: { family: ['one-mini'] }, prices: flat('2') },
        { model: 'one-latest', prices: flat('3') },
        { model: 'patterned', aliases: { regex: [String.raw`x\d+`, '^shared-exact$'] }, prices: flat('4') },
        { model: 'starts', aliases: { prefix: ['start'] }, prices: flat('5') },
        { model: 'starts-long', aliases: { prefix: ['start-long'] }, prices: flat('6') },
        { model: 'ends', aliases: { suffix: ['-end'] }, prices: flat('7') },
        { model: 'holds', aliases: { contains: ['mid'] }, prices: flat('8') },
        { model: 'holds-long', aliases: { contains: ['middle'] }, prices: flat('9') },
        { model: 'other/slashed', prices: flat('11') },
      ],
    },
    {
      provider: 'aws',
      aliases: ['aws', 'bedrock'],
      models: [
        { model: 'global.anthropic.claude-x-v1:0', aliases: { family: ['global.anthropic.claude-x'] }, prices: flat('1') },
        {
          model: 'regional.anthropic.claude-x-v1:0',
          aliases: { family: ['claude-x', 'eu.anthropic.claude-x'] },
          prices: flat('2'),
        },
        { model: 'meta.llama-v1:0', aliases: { family: ['meta.llama'] }, prices: flat('3') },
      ],
    },
    {
      provider: 'google',
      aliases: ['google', 'vertex_ai'],
      fallback: ['makers', 'acme'],
      models: [{ model: 'gem', prices: flat('1') }],
    },
  ],
})
