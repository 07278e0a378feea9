// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* All end-to-end tests, one after the other: each has the machine for itself. */

import './accessibility.mjs';
import './afternoon.mjs';
import './appointment.mjs';
import './bad-link.mjs';
import './call.mjs';
import './callback.mjs';
import './colleague.mjs';
import './consult.mjs';
import './desk.mjs';
import './document.mjs';
import './hold.mjs';
import './park.mjs';
import './visit.mjs';
import './by-oneself.mjs';
import './display.mjs';
import './loss.mjs';
import './fec.mjs';
import './recover.mjs';
import './reports.mjs';
import './slow.mjs';
import './six.mjs';
import './speaker.mjs';
import './supervise.mjs';
import './link-test.mjs';
import './native.mjs';
import './firefox.mjs';
import './tcp.mjs';
import './turn.mjs';
import './first-frame.mjs';
