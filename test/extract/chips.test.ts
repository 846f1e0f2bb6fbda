import { describe, expect, it } from 'vitest'
import { articleFromLine, recordOf } from '../../cli/commands/analyze.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'

const knowledge = loadKnowledge()
const chipsOf = (lang: string, text: string) => {
  const { id, article } = articleFromLine({ id: 'x', title: '', text, lang })
  return recordOf(id, article, knowledge).chips.map(({ name }) => name)
}

describe('a bare model is a chip', () => {
  it.each([
    ['en', 'Fifty-one H100 servers were smuggled to China, prosecutors say.', ['Nvidia H100']],
    ['en', 'The broker packed 240 H200s into a container bound for Shanghai.', ['Nvidia H200']],
    ['en', 'Racks fitted with banned B200s left the port of Klang at night.', ['Nvidia B200']],
    ['en', 'An H100 cluster in Johor was rented out to a tenant from Shanghai.', ['Nvidia H100']],
    [
      'en',
      'Two traders from Penang sold A100, H800 and H20 stock to a buyer in Wuhan.',
      ['Nvidia A100', 'Nvidia H800', 'Nvidia H20'],
    ],
    ['en', 'Dealers quote 400 MI300X at twice the list price.', ['AMD Instinct MI300X']],
    ['en', 'The lab ordered 910C processors from its usual supplier.', ['Huawei Ascend 910C']],
    ['fr', 'Une société a expédié des serveurs H100 vers la Chine.', ['Nvidia H100']],
    ['fr', 'La douane a saisi 2 400 H100 cachés sous des sacs de riz.', ['Nvidia H100']],
    ['fr', 'Les baies contenaient des B200 interdits à l’exportation.', ['Nvidia B200']],
    ['fr', 'Une grappe de H200 tourne à Johor pour un client de Pékin.', ['Nvidia H200']],
    ['fr', 'Le revendeur proposait des puces H20 sous le manteau.', ['Nvidia H20']],
    ['es', 'Una empresa envió servidores H100 a China a través de Malasia.', ['Nvidia H100']],
    ['es', 'La aduana halló 300 H200 en un contenedor de juguetes.', ['Nvidia H200']],
    ['es', 'El clúster de A100 se alquila a una firma de Pekín.', ['Nvidia A100']],
    ['de', 'Eine Firma lieferte H100-Server über die Türkei nach Russland.', ['Nvidia H100']],
    ['de', 'Der Zoll fand 120 H200 in einer Lieferung von Spielzeug.', ['Nvidia H200']],
    ['de', 'Server mit acht B200 standen unverzollt im Hafen.', ['Nvidia B200']],
    ['ja', '輸出が禁じられたH100搭載サーバーが中国に渡った。', ['Nvidia H100']],
    ['ja', '税関は箱の中からH200を240枚見つけた。', ['Nvidia H200']],
    ['ja', '規制対象のB200が8基押収された。', ['Nvidia B200']],
    ['zh-Hans', '一家公司把H100服务器经马来西亚运往中国。', ['Nvidia H100']],
    ['zh-Hans', '海关在货柜里查获240颗H200。', ['Nvidia H200']],
    ['zh-Hans', '中间商手里还有三百张A100待售。', ['Nvidia A100']],
    ['zh-Hant', '一家公司把H100伺服器經馬來西亞運往中國。', ['Nvidia H100']],
    ['zh-Hant', '海關在貨櫃裡查獲240顆H200。', ['Nvidia H200']],
    ['zh-Hant', '掮客兜售51枚B200，每枚要價數十萬元。', ['Nvidia B200']],
  ])('%s: %s', (lang, text, wanted) => {
    expect(chipsOf(lang, text)).toEqual(wanted)
  })
})

describe('the same letters and digits are something else', () => {
  it.each([
    ['en', 'They fitted out a 100-card hall and a 10,000-GPU cluster; a 40 percent cut followed.'],
    ['en', 'A 10,000-GPU cluster stands in the server hall.'],
    ['fr', 'Elle a 100 serveurs et a 10 000 puces en stock.'],
    ['en', 'The A100 motorway was closed after a lorry lost its load.'],
    ['en', 'Take the A100 to the airport; the tourist office hands out cards.'],
    ['en', 'The server brought two coffees to room H100 of the hotel.'],
    ['en', 'Flight H200 to Osaka was delayed by three hours; card payments on board failed.'],
    ['en', 'Sales rose in H1 2025 after an L4 licence was granted.'],
    ['en', 'The M4 motorway was blocked by 22 tonnes of chips.'],
    ['en', 'The council will widen the A100 and the A40 roads; its web servers crashed under protests.'],
    ['en', 'A Beechcraft B200 King Air with a card and board company on board landed safely.'],
    ['fr', 'Un carambolage sur l’autoroute A100 a fait deux blessés, dont une femme sans carte d’identité.'],
    ['fr', 'Les autoroutes A10 et A100 seront fermées ; les serveurs de Bison futé ont flanché.'],
    ['fr', 'Le vol H200 est parti en retard, la carte d’embarquement était illisible.'],
    ['fr', 'La salle H100 abrite les serveurs de la faculté.'],
    ['fr', 'L’hélicoptère H160 s’est posé près du bâtiment B200.'],
    ['es', 'La autopista A100 quedó cortada y los servidores de tráfico cayeron.'],
    ['es', 'El vuelo H200 salió tarde; las tarjetas de embarque no servían.'],
    ['es', 'La sala H100 guarda los servidores de la facultad.'],
    ['de', 'Die Autobahn A100 in Berlin bleibt gesperrt, die Server der Leitstelle fielen aus.'],
    ['de', 'Im Raum H100 stehen die Server der Hochschule.'],
    ['de', 'Der Flug H200 startete verspätet, die Karten der Reisenden waren ungültig.'],
    ['de', 'Auf der A100 stehen Autos im Stau.'],
    ['ja', 'H100形の車両10両が北海道で走り始めた。'],
    ['ja', '国道の横を通るA100号線が閉鎖され、カードも使えない。'],
    ['ja', '会議室H100にサーバーがある。'],
    ['zh-Hans', '高速公路A100因事故封闭，服务器一度瘫痪。'],
    ['zh-Hans', '航班H200延误三小时，旅客只拿到一张登机卡片。'],
    ['zh-Hant', '高速公路A100因車禍封閉，伺服器一度當機。'],
    ['zh-Hant', '教室H100裡放著學校的伺服器。'],
  ])('%s: %s', (lang, text) => {
    expect(chipsOf(lang, text)).toEqual([])
  })
})
