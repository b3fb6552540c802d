/*
 * Coins whose price is that of something else by construction, by ticker. Pairs of them are cointegrated, and say nothing. The lists
 * name what large venues list; `isPegged` finds the rest from prices. A ticker that also names a freely moving coin stands on no list:
 * RON (Ronin), FRAX (the former FXS), USTC (TerraUSD's remains).
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Tokens worth a unit of a currency, those that pay interest included, and currencies of states. */
export const STABLECOINS = words(`
  USDT USDC FDUSD TUSD DAI USDP PAX BUSD USDE PYUSD USD1 RLUSD USDS USDD USDJ GUSD LUSD SUSD HUSD UST USDG USDQ USDR USDX
  USDL USDO USDM USDN USDF USDB USD0 USDY XUSD AUSD BFUSD DEUSD CRVUSD ALUSD GHO MIM DOLA FEI VAI USDK USDSB SUSDE SUSDS
  SDAI USDTB EURI AEUR EURC EUROC EURS EURT EURR EURQ EURCV EUROE XSGD GYEN CADC BRZ BRL1 TRYB IDRT BIDR XIDR BVND BKRW BGBP
  MXNB MXNT ZARP

  USD EUR GBP TRY BRL AUD JPY RUB UAH NGN ZAR ARS MXN PLN CZK CAD CHF KRW SGD HKD NZD AED SAR INR COP CLP PEN IDR THB VND
  PHP MYR TWD CNY CNH KZT ILS NOK SEK DKK HUF
`);

/** Wrapped, bridged and staked forms of another coin, and tokens worth a weight of gold or silver. */
export const WRAPPED = words(`
  WBTC TBTC CBBTC BTCB HBTC RENBTC BBTC SOLVBTC LBTC FBTC UBTC KBTC WETH WBETH BETH STETH WSTETH CBETH RETH EETH WEETH EZETH
  RSETH METH CMETH SWETH OSETH FRXETH SFRXETH ANKRETH LSETH WSOL BNSOL JITOSOL MSOL STSOL BSOL BBSOL JUPSOL LSSOL WBNB
  SLISBNB STKBNB ASBNB WAVAX SAVAX WMATIC WPOL STMATIC MATICX WFTM WTRX STRX WHYPE STHYPE KHYPE STATOM STTON TSTON

  PAXG XAUT XAUM PMGT DGX KAU KAG XAU XAG
`);
