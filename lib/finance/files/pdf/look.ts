/** Black and greys, as on the screen; nothing is said by colour alone. */
export const ink = {
  strong: '#18181B',
  soft: '#63636B',
  hairline: '#DCDCE0',
} as const
