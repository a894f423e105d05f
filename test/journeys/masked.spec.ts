import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aScene, mask, tasks, walk, type Scene } from './masked.js';
import { Walker } from './walker.js';

/** A proxy for whoever cannot read: what is left when every letter is gone. Only real groups can say whether it is enough. */
describe('without a letter', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await aScene();
  });
  afterAll(async () => {
    await scene.browser.close();
    await scene.town.theBooksBalance();
    await scene.town.close();
  });

  it.each(tasks.map((task) => ({ name: task.name, task })))('$name comes to its end', async ({ task }) => {
    const end = await walk(scene, task, 'nl-BE', async (page, _screen, tap) => {
      const text = await page.locator('body').innerText();
      expect(text).not.toMatch(/\p{L}/u);
      // What is right to tap has a drawing or a figure, so that it can be told from what stands beside it.
      if (tap !== undefined) expect(await tap.locator('svg, .figure').count()).toBeGreaterThan(0);
      else expect(await page.locator('main svg').count()).toBeGreaterThan(0);
    });
    expect(end).toMatch(task.end);
  });

  it('no two things to tap on a screen look the same', async () => {
    for (const task of tasks) {
      await walk(scene, task, 'nl-BE', async (page, screen, tap) => {
        if (tap === undefined) return;
        const looks = await page.evaluate(() =>
          [...document.querySelectorAll('main .picture-button, main .answer')].map((each) => {
            const drawing = each.querySelector('svg')?.innerHTML ?? '';
            return `${drawing} ${each.querySelector('.figure')?.textContent ?? ''}`;
          }),
        );
        const twice = looks.filter((look, i) => looks.indexOf(look) !== i);
        expect([task.name, screen, twice]).toEqual([task.name, screen, []]);
      });
    }
  });

  it('figures, drawings and places stay as they were', async () => {
    const { town, browser, eater } = scene;
    const device = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    await device.comeIn(await town.link(eater));
    await device.open('/purse');
    const figure = device.page.locator('.amount.big .figure').first();
    const before = await figure.innerText();
    expect(before).toMatch(/\d|[¼½¾]/);
    await mask(device.page);
    expect(await figure.innerText()).toBe(before);
    expect(await device.page.locator('h1').innerText()).toMatch(/^[▪\s]+$/);
    await device.close();
  });
});
