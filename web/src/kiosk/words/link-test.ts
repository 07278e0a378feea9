// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* What the kiosk says of the test of its link. */

const en = {
  testTitle: 'The line to Wenzhou',
  testRunning: 'The line is being tested. Nobody sees or hears you yet.',
  testSilent: 'The line could not be tested: no picture and no sound left this kiosk.',
  testUpGood: 'Your picture and voice will arrive in Wenzhou clearly.',
  testUpSlow: 'The line to Wenzhou is slow: your voice will be clear, your picture small.',
  testUpNarrow: 'The line to Wenzhou is very slow: they will hear you, and may not see you.',
  testUpShaky: 'The line to Wenzhou is unsteady: your picture may stand still now and then.',
  testUpBroken: 'The line to Wenzhou is very unsteady: your picture and voice may break off.',
  testUpUnknown: 'How your picture will arrive in Wenzhou could not be measured.',
  testDownGood: 'You will see and hear Wenzhou clearly.',
  testDownSlow: 'The line from Wenzhou is slow: the sound will be clear, the picture small.',
  testDownNarrow: 'The line from Wenzhou is very slow: you will hear them, and may not see them.',
  testDownShaky: 'The line from Wenzhou is unsteady: the picture may stand still now and then.',
  testDownBroken: 'The line from Wenzhou is very unsteady: picture and sound may break off.',
  testDownUnknown: 'How Wenzhou will arrive here could not be measured.',
  testFar: 'Answers come a little late: please finish your sentence, then wait.',
  testAdvice:
    'Staff here can help: use the network cable instead of Wi-Fi, and stop downloads and other videos on this line.',
};

const zh: typeof en = {
  testTitle: '到温州的线路',
  testRunning: '正在检测线路，现在还没有人看到您或听到您。',
  testSilent: '线路没能检测：本机没有发出画面和声音。',
  testUpGood: '您的画面和声音会清楚地传到温州。',
  testUpSlow: '传到温州的线路较慢：您的声音清楚，画面会小一些。',
  testUpNarrow: '传到温州的线路很慢：温州听得到您，但可能看不到您。',
  testUpShaky: '传到温州的线路不太稳：您的画面偶尔会停一下。',
  testUpBroken: '传到温州的线路很不稳：您的画面和声音可能会断。',
  testUpUnknown: '传到温州的线路暂时测不出来。',
  testDownGood: '您会清楚地看到、听到温州。',
  testDownSlow: '从温州来的线路较慢：声音清楚，画面会小一些。',
  testDownNarrow: '从温州来的线路很慢：您听得到温州，但可能看不到。',
  testDownShaky: '从温州来的线路不太稳：画面偶尔会停一下。',
  testDownBroken: '从温州来的线路很不稳：画面和声音可能会断。',
  testDownUnknown: '从温州来的线路暂时测不出来。',
  testFar: '对方的回答会晚一点到：请说完一句，等一等。',
  testAdvice: '服务点工作人员可以帮忙：改用网线，不用无线网；停掉这条线路上的下载和其他视频。',
};

const it: typeof en = {
  testTitle: 'La linea con Wenzhou',
  testRunning: 'Stiamo provando la linea. Nessuno La vede o La sente ancora.',
  testSilent:
    'Non è stato possibile provare la linea: da qui non è partita alcuna immagine né voce.',
  testUpGood: 'La Sua immagine e la Sua voce arriveranno chiare a Wenzhou.',
  testUpSlow: 'La linea verso Wenzhou è lenta: la voce sarà chiara, l’immagine piccola.',
  testUpNarrow: 'La linea verso Wenzhou è molto lenta: La sentiranno, ma forse non La vedranno.',
  testUpShaky: 'La linea verso Wenzhou è instabile: a volte la Sua immagine potrà fermarsi.',
  testUpBroken: 'La linea verso Wenzhou è molto instabile: immagine e voce potranno interrompersi.',
  testUpUnknown: 'Non è stato possibile misurare la linea verso Wenzhou.',
  testDownGood: 'Vedrà e sentirà Wenzhou chiaramente.',
  testDownSlow: 'La linea da Wenzhou è lenta: il suono sarà chiaro, l’immagine piccola.',
  testDownNarrow: 'La linea da Wenzhou è molto lenta: sentirà, ma forse non vedrà.',
  testDownShaky: 'La linea da Wenzhou è instabile: a volte l’immagine potrà fermarsi.',
  testDownBroken: 'La linea da Wenzhou è molto instabile: immagine e suono potranno interrompersi.',
  testDownUnknown: 'Non è stato possibile misurare la linea da Wenzhou.',
  testFar: 'Le risposte arrivano un po’ in ritardo: finisca la frase, poi aspetti.',
  testAdvice:
    'Il personale può aiutare: usare il cavo di rete invece del Wi-Fi e fermare download e altri video su questa linea.',
};

const fr: typeof en = {
  testTitle: 'La ligne avec Wenzhou',
  testRunning: 'La ligne est en cours d’essai. Personne ne vous voit ni ne vous entend encore.',
  testSilent: 'La ligne n’a pas pu être essayée : ni image ni son ne sont partis d’ici.',
  testUpGood: 'Votre image et votre voix arriveront clairement à Wenzhou.',
  testUpSlow: 'La ligne vers Wenzhou est lente : votre voix sera claire, votre image petite.',
  testUpNarrow:
    'La ligne vers Wenzhou est très lente : on vous entendra, sans peut-être vous voir.',
  testUpShaky: 'La ligne vers Wenzhou est instable : votre image pourra se figer par moments.',
  testUpBroken: 'La ligne vers Wenzhou est très instable : image et voix pourront être coupées.',
  testUpUnknown: 'La ligne vers Wenzhou n’a pas pu être mesurée.',
  testDownGood: 'Vous verrez et entendrez Wenzhou clairement.',
  testDownSlow: 'La ligne depuis Wenzhou est lente : le son sera clair, l’image petite.',
  testDownNarrow: 'La ligne depuis Wenzhou est très lente : vous entendrez, sans peut-être voir.',
  testDownShaky: 'La ligne depuis Wenzhou est instable : l’image pourra se figer par moments.',
  testDownBroken: 'La ligne depuis Wenzhou est très instable : image et son pourront être coupés.',
  testDownUnknown: 'La ligne depuis Wenzhou n’a pas pu être mesurée.',
  testFar: 'Les réponses arrivent un peu tard : finissez votre phrase, puis attendez.',
  testAdvice:
    'Le personnel peut aider : utiliser le câble réseau au lieu du Wi-Fi et arrêter téléchargements et autres vidéos sur cette ligne.',
};

export const linkTestWords = { en, zh, it, fr };
