/** 256 short words that are easy to read out and to type: eight bits each. */
export const WORDS: readonly string[] = `
  acid acorn actor agent album amber angle ankle apple april apron arch arena arrow aunt autumn
  badge baker bamboo banana barn basil basket beach beak bean bear bell belt bench berry bird
  blue boat bone book boot bottle bowl bread brick bridge broom brown brush bucket bus butter
  cabin cable cake camel camp candle canoe carpet carrot castle cave chair chalk cherry chess circle
  city clay cliff clock cloud clover coal coat coin comet copper coral corn cotton cousin crab
  crane cream cup curtain daisy dance date deer desk dish dolphin donkey door dragon drum duck
  eagle earth east echo edge eight elbow engine envelope evening fabric falcon farm feather fence fig
  finger fish flag flame flour flower flute forest fork fox friend frog fruit garden garlic gate
  ginger giraffe glass globe glove goat gold grain grape grass green guitar hammer harbor hat hawk
  hazel hill honey horse house ice ink iron island ivory jacket jar jasmine jelly jungle kettle
  key kite kitten ladder lake lamp lemon lentil letter lily lion lizard lunch magnet mango maple
  marble market meadow melon milk mint mirror moon moss mother mountain music needle nest night north
  nut oak oasis ocean olive onion orange orchid otter owl paint palm panda paper parrot peach
  pear pencil pepper piano pigeon pillow pine planet plate plum pocket pond potato puzzle quail quilt
  rabbit radio rain raven ribbon rice river road robin roof root rope rose ruby saddle sail
  salt sand scarf school shell ship silver sister skirt sky slipper snow soap south spoon spring
`.trim().split(/\s+/);

