/** The countries of ISO 3166-1, each with its two letters and its three digits. */
const ALL =
  "AD020AE784AF004AG028AI660AL008AM051AO024AQ010AR032AS016AT040AU036AW533AX248AZ031BA070BB052BD050BE056" +
  "BF854BG100BH048BI108BJ204BL652BM060BN096BO068BQ535BR076BS044BT064BV074BW072BY112BZ084CA124CC166CD180" +
  "CF140CG178CH756CI384CK184CL152CM120CN156CO170CR188CU192CV132CW531CX162CY196CZ203DE276DJ262DK208DM212" +
  "DO214DZ012EC218EE233EG818EH732ER232ES724ET231FI246FJ242FK238FM583FO234FR250GA266GB826GD308GE268GF254" +
  "GG831GH288GI292GL304GM270GN324GP312GQ226GR300GS239GT320GU316GW624GY328HK344HM334HN340HR191HT332HU348" +
  "ID360IE372IL376IM833IN356IO086IQ368IR364IS352IT380JE832JM388JO400JP392KE404KG417KH116KI296KM174KN659" +
  "KP408KR410KW414KY136KZ398LA418LB422LC662LI438LK144LR430LS426LT440LU442LV428LY434MA504MC492MD498ME499" +
  "MF663MG450MH584MK807ML466MM104MN496MO446MP580MQ474MR478MS500MT470MU480MV462MW454MX484MY458MZ508NA516" +
  "NC540NE562NF574NG566NI558NL528NO578NP524NR520NU570NZ554OM512PA591PE604PF258PG598PH608PK586PL616PM666" +
  "PN612PR630PS275PT620PW585PY600QA634RE638RO642RS688RU643RW646SA682SB090SC690SD729SE752SG702SH654SI705" +
  "SJ744SK703SL694SM674SN686SO706SR740SS728ST678SV222SX534SY760SZ748TC796TD148TF260TG768TH764TJ762TK772" +
  "TL626TM795TN788TO776TR792TT780TV798TW158TZ834UA804UG800UM581US840UY858UZ860VA336VC670VE862VG092VI850" +
  "VN704VU548WF876WS882YE887YT175ZA710ZM894ZW716";

/** Digits of a country's number. */
const DIGITS = 3;

const NUMBERS: ReadonlyMap<string, number> = new Map(
  (ALL.match(/[A-Z]{2}\d{3}/g) ?? []).map((one) => [one.slice(0, 2), Number(one.slice(2))]),
);
const LETTERS: ReadonlyMap<number, string> = new Map(
  [...NUMBERS].map(([letters, number]) => [number, letters]),
);

/** The numbers of all countries of ISO 3166-1. */
export const COUNTRIES: readonly number[] = [...LETTERS.keys()];

/** The number of a country that is named by its two letters or by its number; `undefined` if there is none. */
export function countryNumber(text: string): number | undefined {
  const number = NUMBERS.get(text) ?? (/^\d{1,3}$/.test(text) ? Number(text) : undefined);
  return number !== undefined && LETTERS.has(number) ? number : undefined;
}

/** A country by its number, after its letters where there is one of this number: `US (840)`. */
export function countryWords(country: number): string {
  const digits = String(country).padStart(DIGITS, "0");
  const letters = LETTERS.get(country);
  return letters === undefined ? digits : `${letters} (${digits})`;
}

/** A country's name in English by its number, as far as this machine knows it; `undefined` if there is no such country. */
export function countryName(country: number): string | undefined {
  const letters = LETTERS.get(country);
  return letters === undefined ? undefined : NAMES.of(letters);
}

/** A country that a credential states, by its name and its number: `Germany (276)`; `undefined` for 0, where none is stated. */
export function statedCountry(country: number): string | undefined {
  const digits = String(country).padStart(DIGITS, "0");
  const name = countryName(country);
  return country === 0 ? undefined : name === undefined ? digits : `${name} (${digits})`;
}

const NAMES = new Intl.DisplayNames("en", { type: "region" });
