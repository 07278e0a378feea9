// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Starts the agent page. */

import { restoreLanguage } from '../staff/top-bar';
import './agent-app';

restoreLanguage();
document.body.append(document.createElement('gc-agent-app'));
