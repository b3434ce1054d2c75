// 난수: lstm_ref/sfc32.py의 SFC32와 한 비트까지 같은 수열. 32비트 더하기와 옮기기만 쓴다.

export function sfc32(seed, stream = 0) {
  let a = 0, b = seed | 0, c = stream | 0, counter = 1;
  const word = () => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  };
  for (let k = 0; k < 12; k++) word(); // 시드가 네 수에 고루 섞이게 한다
  const random = () => word() / 2 ** 32;
  const many = (n, draw) => Array.from({ length: n }, draw);
  return {
    word, random, many,
    below: n => Math.floor(n * random()),
    normal: () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()), // Box–Muller
    shuffled(list) { // Fisher–Yates, 뒤에서부터
      const row = [...list];
      for (let k = row.length - 1; k > 0; k--) {
        const j = Math.floor(random() * (k + 1));
        [row[k], row[j]] = [row[j], row[k]];
      }
      return row;
    },
  };
}
