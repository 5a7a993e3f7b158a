const platforms =
  "discord|disc|dc|steam|psn|playstation|xbox|xbl|gamertag|gamer tag|nintendo|switch|epic|battle ?net|bnet|riot|origin|ea|ubisoft|uplay|insta|instagram|ig|snap|snapchat|telegram|tele|whats ?app|signal|skype|kik|twitter|facebook|fb|messenger|tik ?tok|twitch|youtube|reddit|line|wechat|viber|teamspeak|mumble|matrix|guilded|roblox";
/** Words that follow the name of a platform without being anybody's name on it. */
const words =
  "a|an|the|is|are|was|it|its|this|that|not|no|yes|ok|okay|fine|good|bad|better|best|great|down|up|broken|off|on|open|closed|slow|laggy|loud|quiet|muted|mute|full|new|old|free|public|private|banned|gone|back|and|or|but|if|when|for|from|with|without|to|in|at|of|we|you|i|he|she|they|me|my|your|our|their|voice|text|chat|call|calls|only|please|works|working|fun|hard|easy|too|very|so|also|just|still|always|never|sometimes|maybe|optional|later|today|tonight|tomorrow|now|later|required|needed|enough|version|edition|deck|controller|games|game|players|player|account|server|servers|store|sale|sales|key|keys|library|party|series|one|pro|lite|online|offline|more|less|allowed|possible|impossible|annoying|confusing|what|who|how|where|which|why|because|since|until|instead|there|here|out|update|updating|crashing|crashed|lagging|installed|english|german|fun|cool|weird|scary|noisy|my favourite|favourite|anyone|someone|everyone|nobody|by|as|than|like|can|could|will|would|should|might|must|do|does|did|have|has|had";
const name = `(?!(?:${words})\\b)[a-z0-9][a-z0-9_.#-]{2,}`;
const marked = "(?=[a-z0-9_.#-]*[0-9_#.])[a-z0-9][a-z0-9_.#-]{2,}[a-z0-9]";
/** Those whose names are no other words: after them, any word may be a name. */
const distinct =
  "discord|disc|dc|steam|psn|gamertag|gamer tag|insta|instagram|ig|snap|snapchat|telegram|tele|whats ?app|skype|kik|twitter|tik ?tok|twitch";
const label = "(?: ?(?:name|tag|id|handle|user ?name|user|nick|nickname|account|code|number|dm|dms))?";

const patterns = [
  // discord: nightowl, psn = nightowl, my discord is nightowl
  `\\b(?:${platforms})${label} ?(?::|=|->|=>|>>|\\|) ?@?(?!(?:${words})\\b)[a-z0-9_][a-z0-9_.#-]{2,}`,
  `\\b(?:my|mine on|me on|our) (?:${distinct})${label}(?: is|'s|s)? ${name}`,
  `\\b(?:my|mine on|me on|our) (?:${platforms})${label}(?: is|'s|s)? ${marked}`,
  `\\b(?:${platforms}) (?:name|tag|id|handle|user ?name|user|nick|nickname|code)(?: is)? ${name}`,
  // add nightowl_7 on discord, nightowl7 (steam)
  `\\b(?:add|find|search|dm|message|msg|text|friend|follow|look up|look for|try) (?:me |for )?@?${marked} (?:on|at|in|via|over) (?:${platforms})\\b`,
  `\\b${marked} ?[(\\[,-]? ?(?:on|at|in|via) (?:my )?(?:${platforms})\\b`,
  `\\b(?:i am|i'm|im|i m|it is|it's|its|name is|called|named) @?${name} (?:on|at|in|over on) (?:${platforms})\\b`,
  `\\b(?:${platforms})\\b[^.!?]{0,12}\\b(?:i am|i'm|im|as|under|called|named|search for|look for|search|name is|user) @?${name}`,
  `\\b(?:on|at|via) (?:${platforms}) ?[:,-]? ?@?${marked}`,
  `\\b(?:${platforms}) ${marked}`,
  // the same name elsewhere
  `\\b(?:same|this|identical) (?:user ?)?(?:name|nick|nickname|handle|tag|id)\\b[^.!?]{0,20}\\b(?:on|in|at|for|over)\\b[^.!?]{0,12}\\b(?:${platforms})\\b`,
  `\\b(?:${platforms})${label}(?: is|'s|:)? (?:the |exactly )?same (?:as|name|like|here)`,
  `\\b(?:add|find|dm|hit|message|text|look) me (?:up )?(?:on|in|at|over on|via) (?:${platforms})\\b[^.!?]{0,20}\\b(?:same|as|under|by|called)\\b`,
  // name#1234
  "(?<!(?:room|lobby|issue|number|nr|no|game|match|level|episode|chapter|part|season|seed|server|world|map|run|attempt|try|quest|bug|ticket|order|card|rule|tip) )(?<![a-z0-9])[a-z][a-z0-9_. ]{0,30}[a-z0-9_]#\\d{4,6}\\b",
  // codes of friends
  "\\bsw-?\\d{4}-?\\d{4}-?\\d{4}\\b",
  "\\bfriend ?code\\b[^a-z]{0,12}(?:is |: ?)?[a-z]{0,2}-?\\d{3,}",
  "(?<![a-z0-9/])[ur]/[a-z0-9_-]{3,}",
].map((pattern) => new RegExp(pattern));

const unmistakable = /^(?:discord|instagram|insta|snapchat|telegram|whatsapp|twitter|facebook|twitch)$/;

/** Whether a text names somebody's account elsewhere. @param read one of the readings of a text */
export function hasHandle(read: string): boolean {
  const forms = [read, withoutLeet(read)];
  return forms.some((form) => patterns.some((pattern) => pattern.test(form)));
}

/** Digits and signs in the name of a platform as letters: `d1sc0rd`. Other words stay as they are. */
function withoutLeet(read: string): string {
  return read.replaceAll(/[a-z0-9@$!]{4,}/g, (word) => {
    const letters = word.replaceAll(/[013457@$!]/g, (sign) => leet[sign] ?? sign);
    return unmistakable.test(letters) ? letters : word;
  });
}

const leet: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};
