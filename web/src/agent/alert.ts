// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/**
 * Tells of an offer outside of the page: a system notification while the page is hidden, and the
 * title of the tab.
 */

import type { Offer } from '../shared/messages';
import { itemName, pointName } from '../staff/catalogue';
import type { AgentState } from './state';
import { t } from './strings';

/** Whether the browser may notify: `none` when it has no notifications at all. */
export type Permission = NotificationPermission | 'none';

/** The permission as it is now. */
export function permission(): Permission {
  return 'Notification' in window ? Notification.permission : 'none';
}

/** At most one notification at a time. */
export class Alert {
  #shown: Notification | null = null;
  #ticket = '';

  /** Asks the person, from a click. */
  async allow(): Promise<void> {
    if (permission() === 'default') await Notification.requestPermission();
  }

  /** Shows `offer`, or takes away what is shown when it is null. */
  show(offer: Offer | null, state: AgentState): void {
    const session = state.view.session;
    document.title = offer
      ? t('title.ringing', { number: offer.number })
      : session
        ? t('title.call', { number: session.number })
        : t('title');
    if (!offer) return this.close();
    if (offer.ticket === this.#ticket) return;
    this.close();
    this.#ticket = offer.ticket;
    if (document.hidden && permission() === 'granted') this.#notify(offer, state);
  }

  /** Takes the notification away. */
  close(): void {
    this.#ticket = '';
    this.#shown?.close();
    this.#shown = null;
  }

  #notify(offer: Offer, state: AgentState): void {
    const item = itemName(state.catalogue, offer.item);
    const point = pointName(state.catalogue, offer.point);
    // The name of the resident stays out: notifications are seen by whoever stands behind.
    this.#shown = new Notification(t('title.ringing', { number: offer.number }), {
      body: t('offer.notification', { item, point }),
      tag: 'gc-offer',
      requireInteraction: true,
    });
    this.#shown.onclick = () => {
      window.focus();
      this.#shown?.close();
    };
  }
}
