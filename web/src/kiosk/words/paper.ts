// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* What the kiosk says of pictures of papers. */

const en = {
  paperOffer: 'Picture of a paper',
  paperTitle: 'A picture of your paper',
  paperAsked: '{name} asks for a picture of your paper',
  paperAim: 'Lay the whole paper under the document camera, flat and straight.',
  paperHold:
    'Hold the whole paper up to the camera, flat and straight. It should fill the picture.',
  paperTake: 'Take the picture',
  paperTaking: 'Please do not move the paper …',
  paperLook: 'Is the whole paper there, and can it be read? It is sent only if you say yes.',
  paperYes: 'Yes, send it',
  paperAgain: 'Take it again',
  paperNo: 'Do not send',
  paperBack: 'Back to the call',
  paperFailed: 'No picture could be taken. Please ask the staff here to look at the camera.',
  paperPreview: 'What the camera sees',
  paperPicture: 'The picture that will be sent',
  paperSending: 'Your picture is being sent: {percent} %',
  paperStop: 'Stop sending',
  paperSent: 'Your picture has been sent.',
  paperSeen: 'The officer has your picture.',
  paperLost: 'Your picture could not be sent. You can take it again.',
};

const zh: typeof en = {
  paperOffer: '拍摄材料',
  paperTitle: '拍摄您的材料',
  paperAsked: '{name}请您拍摄一份材料',
  paperAim: '请把整张材料平放在文件摄像头下，摆正。',
  paperHold: '请把整张材料平举到摄像头前，摆正，尽量占满画面。',
  paperTake: '拍照',
  paperTaking: '请不要移动材料……',
  paperLook: '整张材料都拍到了吗？字看得清吗？您同意后才会发送。',
  paperYes: '可以，发送',
  paperAgain: '重新拍',
  paperNo: '不发送',
  paperBack: '返回通话',
  paperFailed: '没有拍成。请让服务点工作人员检查一下摄像头。',
  paperPreview: '摄像头画面',
  paperPicture: '将要发送的照片',
  paperSending: '正在发送照片：{percent}%',
  paperStop: '停止发送',
  paperSent: '照片已发出。',
  paperSeen: '工作人员已收到照片。',
  paperLost: '照片没有发出去。您可以重新拍。',
};

const it: typeof en = {
  paperOffer: 'Foto di un documento',
  paperTitle: 'Una foto del Suo documento',
  paperAsked: '{name} chiede una foto del Suo documento',
  paperAim: 'Metta tutto il foglio sotto la telecamera per documenti, disteso e diritto.',
  paperHold:
    'Tenga tutto il foglio davanti alla telecamera, disteso e diritto. Dovrebbe riempire l’immagine.',
  paperTake: 'Scatta la foto',
  paperTaking: 'Per favore non muova il foglio …',
  paperLook: 'Si vede tutto il foglio, e si legge? Viene inviata solo se Lei dice di sì.',
  paperYes: 'Sì, invia',
  paperAgain: 'Scatta di nuovo',
  paperNo: 'Non inviare',
  paperBack: 'Torna alla chiamata',
  paperFailed:
    'Non è stato possibile scattare la foto. Chieda al personale di controllare la telecamera.',
  paperPreview: 'Ciò che vede la telecamera',
  paperPicture: 'La foto che verrà inviata',
  paperSending: 'Invio della foto in corso: {percent} %',
  paperStop: 'Interrompi l’invio',
  paperSent: 'La Sua foto è stata inviata.',
  paperSeen: 'L’operatore ha la Sua foto.',
  paperLost: 'Non è stato possibile inviare la foto. Può scattarla di nuovo.',
};

const fr: typeof en = {
  paperOffer: 'Photo d’un document',
  paperTitle: 'Une photo de votre document',
  paperAsked: '{name} demande une photo de votre document',
  paperAim: 'Posez toute la feuille sous la caméra pour documents, à plat et bien droite.',
  paperHold:
    'Tenez toute la feuille devant la caméra, à plat et bien droite. Elle devrait remplir l’image.',
  paperTake: 'Prendre la photo',
  paperTaking: 'Ne bougez pas la feuille, s’il vous plaît …',
  paperLook:
    'Voit-on toute la feuille, et peut-on la lire ? Elle n’est envoyée que si vous dites oui.',
  paperYes: 'Oui, envoyer',
  paperAgain: 'Reprendre la photo',
  paperNo: 'Ne pas envoyer',
  paperBack: 'Retour à l’appel',
  paperFailed:
    'La photo n’a pas pu être prise. Demandez au personnel de vérifier la caméra, s’il vous plaît.',
  paperPreview: 'Ce que voit la caméra',
  paperPicture: 'La photo qui sera envoyée',
  paperSending: 'Envoi de votre photo : {percent} %',
  paperStop: 'Arrêter l’envoi',
  paperSent: 'Votre photo a été envoyée.',
  paperSeen: 'L’agent a votre photo.',
  paperLost: 'Votre photo n’a pas pu être envoyée. Vous pouvez la reprendre.',
};

export const paperWords = { en, zh, it, fr };
