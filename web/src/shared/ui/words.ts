// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Words of the shared components. */

import { translator, type Tables } from '../i18n';

const en = {
  wenzhou: 'Wenzhou',
  linkUnknown: 'Checking the connection',
  linkGood: 'Good connection',
  linkFair: 'Fair connection',
  linkPoor: 'Weak connection',
  linkNone: 'No connection',
  linkUp: 'Sent',
  linkDown: 'Received',
  linkLoss: 'Lost',
  linkRoundTrip: 'Round trip',
  linkFrames: 'Pictures per second',
  linkFreezes: 'Freezes',
  selfView: 'Your own picture',
  noPicture: 'No picture at the moment',
  hearSound: 'Touch here to hear the sound',
  level: 'Loudness of your voice',
};
export type Word = keyof typeof en;

export const tables: Tables<Word> = {
  en,
  'zh-CN': {
    wenzhou: '温州',
    linkUnknown: '正在检测网络',
    linkGood: '网络良好',
    linkFair: '网络一般',
    linkPoor: '网络较弱',
    linkNone: '网络未连接',
    linkUp: '发送',
    linkDown: '接收',
    linkLoss: '丢包',
    linkRoundTrip: '往返时间',
    linkFrames: '每秒画面数',
    linkFreezes: '卡顿次数',
    selfView: '您自己的画面',
    noPicture: '暂时没有画面',
    hearSound: '请点这里打开声音',
    level: '您的音量',
  },
  it: {
    wenzhou: 'Wenzhou',
    linkUnknown: 'Verifica della connessione',
    linkGood: 'Connessione buona',
    linkFair: 'Connessione discreta',
    linkPoor: 'Connessione debole',
    linkNone: 'Nessuna connessione',
    linkUp: 'Inviati',
    linkDown: 'Ricevuti',
    linkLoss: 'Persi',
    linkRoundTrip: 'Andata e ritorno',
    linkFrames: 'Immagini al secondo',
    linkFreezes: 'Blocchi',
    selfView: 'La Sua immagine',
    noPicture: 'Al momento nessuna immagine',
    hearSound: "Tocchi qui per attivare l'audio",
    level: 'Volume della Sua voce',
  },
  fr: {
    wenzhou: 'Wenzhou',
    linkUnknown: 'Vérification de la connexion',
    linkGood: 'Bonne connexion',
    linkFair: 'Connexion moyenne',
    linkPoor: 'Connexion faible',
    linkNone: 'Aucune connexion',
    linkUp: 'Envoi',
    linkDown: 'Réception',
    linkLoss: 'Pertes',
    linkRoundTrip: 'Aller-retour',
    linkFrames: 'Images par seconde',
    linkFreezes: 'Arrêts sur image',
    selfView: 'Votre image',
    noPicture: 'Pas d’image pour le moment',
    hearSound: 'Touchez ici pour activer le son',
    level: 'Volume de votre voix',
  },
};

export const word = translator(tables);
