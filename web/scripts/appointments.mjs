// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Appointments for pictures of the pages, made up around the given day. */

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** What clock and calendar of `zone` say at `ms`: "2027-03-15 09:30". */
function wall(zone, ms) {
  const options = { timeZone: zone, dateStyle: 'short', timeStyle: 'short' };
  return new Intl.DateTimeFormat('sv-SE', options).format(ms);
}

/** The next full half hour of `hour` by UTC, `days` days after `now`. */
function at(now, days, hour) {
  return Math.floor(now / DAY_MS) * DAY_MS + days * DAY_MS + hour * HOUR_MS;
}

const times = (zone, start_ms) => ({
  start_ms,
  end_ms: start_ms + 30 * MINUTE_MS,
  home_wall: wall('Asia/Shanghai', start_ms),
  point_wall: wall(zone, start_ms),
});

/** Half hours of the mornings of three weeks: none on weekends, nor on two days that are full. */
export function makeSlots(now, elder = false) {
  const slots = [];
  for (let day = 1; day <= 21; day += 1) {
    const weekday = new Date(at(now, day, 0)).getUTCDay();
    if (weekday === 0 || weekday === 6 || day === 5 || day === 13) continue;
    for (let half = 0; half < 7; half += 1) {
      if ((half + day) % 4 === 3) continue;
      const start_ms = at(now, day, 8) + half * 30 * MINUTE_MS;
      const for_elders = half % 5 === 0;
      if (for_elders && !elder) continue;
      slots.push({ start_ms, end_ms: start_ms + 30 * MINUTE_MS, free: 1, for_elders });
    }
  }
  return slots;
}

/** An appointment as the kiosk in Milan has it. */
export function makeAppointment(now, state, more = {}) {
  return {
    id: 'p7m2k9c4x8h3',
    code: state === 'booked' ? 'K7DM2-9QX4T' : null,
    state,
    item: 'SS-01',
    name: '陈阿梅',
    point: 'it-milan',
    ...times('Europe/Rome', at(now, 6, 8.5)),
    until_ms: state === 'held' || state === 'proposed' ? now + 9 * MINUTE_MS : 0,
    can_arrive: false,
    late: false,
    proposal: null,
    change: null,
    confirm: false,
    ...more,
  };
}

export function makeProposal(now, zone = 'Europe/Rome') {
  return { ...times(zone, at(now, 8, 9)), note: '当天档案馆盘点' };
}

/* days from now, hour by UTC, point, item, name, phone, state, and what else there is to say */
const ROWS = [
  [-1, 8, 'it-milan', 'SS-01', '朱秀兰', '', 'no_show'],
  [
    0,
    7.5,
    'it-prato',
    'SS-01',
    '吴德海',
    '+39 333 120 4471',
    'arrived',
    { ticket: 't7m2k9c4x000' },
  ],
  [0, 8, 'it-milan', 'NT-01', '陈阿梅', '+39 348 551 0932', 'booked', { remind: 'hour' }],
  [0, 8.5, 'es-madrid', 'NT-02', 'Lin Garcia', '+34 600 123 456', 'cancelled'],
  [1, 8, 'it-milan', 'SS-01', '王建华', '+39 320 774 1180', 'booked', { remind: 'day' }],
  [1, 8.5, 'fr-paris', 'NT-01', '李秀英', '', 'booked', { confirm: true }],
  [1, 13, 'br-saopaulo', 'SS-01', '张志明', '+55 11 98888 1234', 'booked', { remind: 'day' }],
  [2, 8, 'it-rome', 'NT-05', '金文龙', '+39 06 4470 2211', 'booked', { confirm: true }],
  [2, 14, 'us-newyork', 'NT-02', '叶小红', '+1 212 555 0182', 'booked', { change: 'point_clock' }],
  [4, 8.5, 'it-milan', 'NT-04', '潘国强', '+39 347 000 9917', 'booked', { moves: true }],
  [7, 8, 'it-prato', 'SS-01', '周美玲', '+39 333 871 2260', 'booked'],
  [9, 9, 'es-madrid', 'NT-01', '胡建平', '', 'booked'],
];

/** The desk's list. `points` and `items`: of the catalogue. */
export function makeAppointments(now, { points, items }) {
  return ROWS.map(([days, hour, point, item, name, phone, state, more = {}], index) => {
    const { timezone } = points.find(({ id }) => id === point);
    const { moves = false, ...rest } = more;
    return {
      id: `p7m2k9c4x${String(index).padStart(3, '0')}`,
      state,
      point,
      item: (items.find(({ code }) => code === item) ?? items[index]).code,
      name,
      phone,
      ...times(timezone, at(now, days, hour)),
      confirm: false,
      remind: null,
      proposal: moves ? makeProposal(now, timezone) : null,
      change: null,
      ticket: null,
      ...rest,
    };
  });
}
