/** A shorter way to write a word, as people shorten names of columns. */

/** The usual ones; all others lose their vowels. */
const USUAL: ReadonlyMap<string, string> = new Map(
  `account acct, accounts accts, address addr, administration admin, airport arpt, amount amt,
  average avg, balance bal, birth brth, building bldg, calendar cal, capacity cap, category cat,
  center ctr, certificate cert, city cty, code cd, column col, comment cmt, commission comm,
  committee cmte, company co, concert cncrt, configuration cfg, control ctrl, count cnt,
  country ctry, customer cust, date dt, day dy, delivery dlvry, department dept, description descr,
  destination dest, detail dtl, details dtls, difference diff, distance dist, district distr,
  division div, document doc, documents docs, effective eff, employee emp, employees emps,
  error err, estimate est, evaluation eval, expiration exp, government govt, group grp, header hdr,
  height ht, history hist, hour hr, hours hrs, identifier id, image img, incident incdt,
  information info, international intl, inventory inv, invoice invc, language lang, latitude lat,
  length len, level lvl, license lic, location loc, longitude lon, manager mgr, maximum mx,
  measure msr, member mbr, message msg, minimum mn, minute mn, minutes mins, month mth, name nm,
  number num, object obj, operator optr, order ord, organization org, original orig,
  package pkg, page pg, parameter parm, passenger pax, password pwd, payment pmt, percent pct,
  percentage pctg, performance perf, person pers, phone ph, picture pic, population pop,
  position pos, postcode pcode, previous prev, price prc, product prod, professional prof,
  project proj, quality qual, quantity qty, question qst, rating rtg, receipt rcpt, record rec,
  reference ref, region rgn, registration reg, report rpt, request req, room rm, route rte,
  salary sal, schedule sched, section sect, sequence seq, service svc, session sess, shipment shpmt,
  size sz, source src, standard std, start strt, station stn, statistics stats, status stat,
  street str, student stud, summary summ, system sys, table tbl, teacher tchr, telephone tel,
  template tmpl, templates tmpls, temperature temp, text txt, ticket tkt, time tm, title ttl,
  total tot, transaction trx, treatment trtmt, type typ, user usr, value val, vehicle veh,
  version ver, visitor vstr, volume vol, volunteer vol, weight wt, width wd, year yr, years yrs`
    .split(',')
    .map((pair) => pair.trim().split(' '))
    .map(([word = '', short = '']) => [word, short]),
)

/** Words up to this long stay as they are. */
const SHORT_CHARS = 3

/** What is left of a word without its vowels is cut to this. */
const CHARS_MAX = 5

/** @param word - in lower case */
export function abbreviationOf(word: string): string {
  const usual = USUAL.get(word)
  if (usual !== undefined) return usual
  if (word.length <= SHORT_CHARS) return word
  const consonants = word.slice(0, 1) + word.slice(1).replace(/[aeiou]/g, '')
  const short = consonants.replace(/([a-z])\1+/g, '$1')
  return short.length < 2 ? word : short.slice(0, CHARS_MAX)
}
