// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import type { Table } from '../../shared/i18n';
import type { KioskWord } from '.';

export const fr: Table<KioskWord> = {
  title: 'Les services de Wenzhou, face à face',
  tagline: 'Les services publics de Wenzhou, en vidéo depuis ici',
  chooseLanguage: 'Choisissez votre langue',
  officersNow: 'Agents disponibles maintenant : {count}',
  officersNone:
    'Aucun agent n’est disponible en ce moment. Vous pouvez tout de même prendre place dans la file.',
  pointOpen: 'Ouvert maintenant',
  pointClosed: 'Fermé actuellement',
  pointOpenUntil: 'Ouvert jusqu’à {time}',
  pointOpens: 'rouvre {day} à {time}',
  pointOpensBoth: 'rouvre {day} à {time} heure locale, {home} à Wenzhou',
  closedUntil: 'Fermé actuellement : {opens}.',
  today: 'aujourd’hui',
  tomorrow: 'demain',

  back: 'Retour',
  next: 'Continuer',
  cancel: 'Annuler',
  startAgain: 'Recommencer',

  enrolTitle: 'Configurer cette borne',
  enrolText:
    'Veuillez saisir le code à usage unique remis par votre administrateur. Il n’est demandé qu’une fois.',
  enrolCode: 'Code à usage unique',
  enrolGo: 'Configurer',
  enrolling: 'Configuration de la borne en cours …',
  enrolRefused:
    'Ce code n’est pas valable ou a déjà servi. Veuillez en demander un nouveau à votre administrateur.',

  browseTitle: 'Que souhaitez-vous faire ?',
  search: 'Rechercher',
  searchHint: 'Nom, code de la démarche ou initiales du pinyin',
  keyBack: 'Effacer la dernière lettre',
  clearSearch: 'Effacer la recherche',
  byCategory: 'Ou choisissez un thème',
  itemCount: 'Démarches : {count}',
  found: 'Résultats : {count}',
  foundNone: 'Aucun résultat. Essayez avec moins de lettres ou choisissez un thème.',
  noVideo: 'Pas en vidéo',

  itemBring: 'Ce qu’il faut apporter',
  itemBringNone: 'Rien de particulier. Gardez votre passeport avec vous.',
  required: 'Nécessaire',
  ifAny: 'Si vous l’avez',
  original: 'original',
  itemFacts: 'Bon à savoir',
  fee: 'Frais',
  feeFree: 'Gratuit',
  feeAmount: '{amount} yuans (CNY)',
  feeDepends: 'Selon le cas ; l’agent vous le dira',
  videoTime: 'Appel vidéo',
  minutes: 'environ {count} minutes',
  limit: 'Résultat',
  workingDays: 'dans les {count} jours ouvrés après acceptation',
  workingDaysNone: 'L’agent vous le dira',
  department: 'Service compétent',
  guidance: 'Les frais et délais sont indicatifs. L’agent les confirmera.',
  venueNote:
    'Pour cette démarche, la loi demande de se présenter à une ambassade, un consulat ou un centre de visas chinois. Ici, vous pouvez être conseillé, faire vérifier vos documents et apprendre comment prendre rendez-vous.',
  directNote:
    'L’agent doit pouvoir parler directement avec vous. Choisissez uniquement les langues que vous parlez vous-même.',
  noVideoNote:
    'Cette démarche ne se fait pas en vidéo. Le personnel du point de service vous dira comment faire.',
  begin: 'Parler à un agent',
  beginAdvice: 'Demander conseil à un agent',

  whoTitle: 'Qui êtes-vous ?',
  whoText: 'L’agent vous saluera par ce nom et parlera une langue que vous avez en commun.',
  name: 'Votre nom',
  nameHint: 'Comme dans votre passeport',
  nameMissing: 'Veuillez saisir votre nom.',
  languages: 'Langues que vous parlez',
  languagesText: 'Choisissez toutes celles dans lesquelles vous pouvez converser.',
  languageMissing: 'Veuillez choisir au moins une langue.',
  privacy: 'Votre nom ne sert qu’à cette visite. Rien n’est conservé sur cette borne.',

  checkTitle: 'Caméra et microphone',
  checkText:
    'Regardez l’image et dites quelques mots. Les barres vertes bougent lorsque nous vous entendons.',
  checkCamera: 'Caméra',
  checkMicrophone: 'Microphone',
  checkDocument: 'Caméra pour documents',
  documentNone:
    'Aucune deuxième caméra n’est branchée. Vous pouvez tenir vos documents devant la caméra.',
  documentReady: 'Prête. Vous pourrez l’allumer pendant l’appel.',
  documentTry: 'Essayer',
  documentOff: 'Éteindre',
  deviceLive: 'Fonctionne',
  deviceOpening: 'Ouverture en cours …',
  deviceRefused:
    'L’utilisation n’a pas été autorisée. Autorisez la caméra et le microphone dans la barre d’adresse du navigateur, ou demandez au personnel, puis réessayez.',
  deviceMissing: 'Aucun appareil n’a été trouvé. Vérifiez le branchement ou demandez au personnel.',
  deviceBusy: 'Un autre programme l’utilise. Fermez ce programme, puis réessayez.',
  deviceLost: 'L’appareil a été débranché. Il sera repris dès qu’il sera rebranché.',
  tryAgain: 'Réessayer',
  takePlace: 'Prendre place dans la file',
  takePlaceSound: 'Continuer sans mon image',
  checkNothing: 'Sans caméra ni microphone, l’agent ne peut ni vous voir ni vous entendre.',

  waitTitle: 'Votre numéro est',
  waitAhead: 'Personnes avant vous : {count}',
  waitNext: 'C’est bientôt votre tour',
  waitOffered: 'Un agent est appelé pour vous',
  waitText: 'Restez devant l’écran. L’appel commence tout seul.',
  waitPapers: 'Préparez ces documents',
  waitAgents: 'Agents disponibles : {count}',
  waitAgentsNone: 'Aucun agent n’est disponible pour le moment. Votre place est gardée.',
  waitSince: 'Attente depuis',
  linkReady: 'La liaison vidéo est prête',
  linkMaking: 'Préparation de la liaison vidéo …',
  leave: 'Quitter la file',
  leaveTitle: 'Quitter la file ?',
  leaveText: 'Votre numéro sera perdu. Si vous changez d’avis, il faudra en prendre un nouveau.',
  leaveYes: 'Oui, quitter',
  leaveNo: 'Non, continuer d’attendre',

  callWith: 'Vous parlez avec {name}',
  callConnecting: 'Mise en relation avec {name} …',
  callHeld:
    'Un instant, s’il vous plaît. L’agent a mis l’appel en pause ; personne ne vous voit ni ne vous entend.',
  callDropped: 'L’appel a été interrompu. Il est en cours de rétablissement ; restez ici.',
  callDroppedFor: 'L’appel a été interrompu. Votre agent vous attend encore {time}.',
  callAgentAway: 'La connexion de l’agent a été interrompue. Restez ici.',
  callNoPicture: 'L’image de l’agent apparaîtra ici',
  agentPaper: 'L’agent vous montre quelque chose',
  muteMicrophone: 'Couper le microphone',
  unmuteMicrophone: 'Microphone coupé – rallumer',
  muteCamera: 'Couper la caméra',
  unmuteCamera: 'Caméra coupée – rallumer',
  showPaper: 'Montrer un document',
  hidePaper: 'Ne plus montrer',
  yourPaper: 'Votre document',
  selfOff: 'Votre caméra est coupée',
  hangUp: 'Terminer l’appel',
  hangUpTitle: 'Terminer l’appel ?',
  hangUpText: 'L’entretien avec l’agent prendra fin.',
  hangUpYes: 'Oui, terminer',
  hangUpNo: 'Non, continuer à parler',
  messageFrom: 'L’agent vous écrit',

  endTitle: 'Merci de votre visite',
  endText: 'L’appel est terminé. L’agent achève maintenant le dossier.',
  outcome_accepted: 'Votre démarche a été acceptée.',
  outcome_accepted_with_gaps: 'Votre démarche a été acceptée. Il reste des documents à remettre.',
  outcome_needs_correction: 'Certains documents doivent être corrigés. Revenez avec ceux-ci.',
  outcome_advice_only: 'Vous avez été conseillé.',
  outcome_rebook: 'Un nouveau rendez-vous est nécessaire.',
  outcome_refused: 'Votre démarche n’a pas pu être acceptée. L’agent vous en a donné la raison.',
  outcome_technical: 'L’appel s’est terminé à cause d’un problème technique.',
  rateTitle: 'Êtes-vous satisfait du service ?',
  rateText: 'Votre réponse est facultative et n’a aucun effet sur votre démarche.',
  rate5: 'Très satisfait',
  rate4: 'Satisfait',
  rate3: 'Assez satisfait',
  rate2: 'Insatisfait',
  rate1: 'Très insatisfait',
  rated: 'Merci. Votre réponse a été enregistrée.',
  finish: 'Terminer et effacer l’écran',
  abandonedTitle: 'Votre place a été libérée',
  abandonedText:
    'Vous êtes resté absent trop longtemps et votre numéro n’est plus dans la file. Vous pouvez recommencer à tout moment.',

  idleTitle: 'Êtes-vous toujours là ?',
  idleText: 'Pour protéger votre vie privée, l’écran sera effacé dans {seconds} secondes.',
  idleStay: 'Je suis toujours là',
  idleClear: 'Effacer l’écran',

  stateConnecting: 'Connexion au service …',
  stateWaiting: 'La connexion au service est interrompue. Elle se rétablit toute seule.',
  stateWaitingPlace:
    'La connexion est interrompue. Votre place est gardée ; elle se rétablit toute seule.',
  stateWaitingCall:
    'La connexion au service est interrompue. L’appel continue autant que possible.',
  stateReplaced: 'Cette borne est ouverte dans une autre fenêtre ou sur un autre ordinateur.',
  takeOver: 'Utiliser cette fenêtre',
  stateRelay: 'La liaison vidéo se rétablit. Restez ici.',
  catalogueFailed:
    'La liste des démarches n’a pas pu être chargée. Un nouvel essai suivra bientôt.',

  notice_agent_lost: 'La connexion de l’agent a été interrompue. Restez ici ; nous l’attendons.',
  notice_agent_returned: 'L’agent est de retour.',
  notice_agent_changed: 'Un autre agent a pris votre appel en charge.',
  notice_requeued: 'L’agent n’a pas pu revenir. Vous restez en tête de la file.',
  notice_returned_ahead:
    'Une personne appelée avant vous est revenue dans la file ; il y a donc une personne de plus avant vous.',
  notice_lines_joined:
    'Deux files sont maintenant servies ensemble ; votre place a été recalculée.',
  notice_raised_ahead:
    'Un coordinateur a donné la priorité à une personne pour une raison particulière : une personne de plus est devant vous.',
  notice_quick_ahead: 'Une personne dont l’affaire ne prend que quelques minutes passe avant vous.',
  notice_point_ahead:
    'Une personne d’un point de service qui n’a pas été servi depuis longtemps passe avant vous.',
  notice_closing_ahead:
    'Un autre point de service ferme bientôt : une personne de ce point passe avant vous.',
  notice_overdue_ahead: 'Une personne qui attend depuis très longtemps passe avant vous.',
  notice_moved_ahead:
    'Une personne est venue d’une autre file et attend depuis plus longtemps que vous.',
  notice_head_over:
    'Votre temps en tête de file est terminé ; c’est maintenant l’attente qui compte.',
  notice_moved:
    'Vous êtes maintenant dans la file d’un autre service. Le temps déjà attendu compte toujours.',
  notice_session_dropped: 'L’appel a été interrompu et n’a pas pu être rétabli.',

  error_invalid: 'Le service n’a pas accepté ces données. Veuillez les vérifier.',
  error_denied: 'Cette borne n’est pas autorisée à faire cela.',
  error_unknown: 'Le service ne connaît pas cette démarche ou ce numéro.',
  error_conflict: 'Ce n’est pas possible pour l’instant, car la situation a changé.',
  error_limit: 'Il y a eu trop d’essais. Veuillez patienter un instant.',
  error_internal: 'Un problème est survenu dans le service. Veuillez réessayer.',
  error_unavailable: 'Le service est injoignable pour le moment. Veuillez réessayer bientôt.',
};
