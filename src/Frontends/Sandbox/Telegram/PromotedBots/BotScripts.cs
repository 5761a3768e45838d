using System.Globalization;
using System.Security.Cryptography;
using Marketplace.Frontends.Sandbox.Telegram.Bots;
using Marketplace.Frontends.Sandbox.Telegram.ControlApi;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.People;
using Marketplace.Frontends.Sandbox.Telegram.Text;
using Marketplace.Frontends.Sandbox.Telegram.Updates;

namespace Marketplace.Frontends.Sandbox.Telegram.PromotedBots;

/// <summary>How the promoted bots behave: the greeter answers with a fresh text each time, the silent one never, the protected one forbids forwarding.</summary>
internal static class BotScripts
{
    private const string Another = "another";
    private static readonly string[] Places = ["Lisbon", "Nairobi", "Osaka", "Quito", "Reykjavik", "Tbilisi", "Valparaíso", "Wellington"];
    private static readonly string[] Skies = ["sun and a light breeze", "soft rain until noon", "fog over the harbour", "a clear night full of stars", "thunder far away"];

    public static void Heard(TelegramWorld world, Person person, Bot bot, Message message)
    {
        switch (bot.Life)
        {
            case BotLife.Greeter:
                var hello = message.Text.StartsWith("/start", StringComparison.Ordinal) ? $"Welcome, {person.FirstName}!\n" : "";
                Say(world, person, bot, hello + Forecast(world, bot), Buttons);
                break;
            case BotLife.Protected:
                Say(world, person, bot, $"Hello {person.FirstName}. This vault keeps its words: nothing here can be forwarded. Entry {Fresh(world, bot)}.", null);
                break;
        }
    }

    public static void Pressed(TelegramWorld world, Person person, Bot bot, Callback callback, string data)
    {
        if (bot.Life != BotLife.Greeter || data != Another)
        {
            return;
        }

        var answered = world.Callbacks.Put(callback with { Answered = true, Text = "A new forecast is below" });
        world.Tell("callback_answered", person.Id, bot.Id, CallbackView.Of(answered));
        Say(world, person, bot, Forecast(world, bot), Buttons);
    }

    private static InlineKeyboard Buttons { get; } = new([[new InlineButton("Another forecast") { CallbackData = Another }]]);

    private static string Forecast(TelegramWorld world, Bot bot) =>
        $"{Pick(Places)} tomorrow: {Pick(Skies)}, {RandomNumberGenerator.GetInt32(4, 34)} °C. Forecast no. {Fresh(world, bot)}.";

    private static string Fresh(TelegramWorld world, Bot bot) => world.Next($"script/{bot.Id}").ToString("D4", CultureInfo.InvariantCulture);

    private static string Pick(string[] from) => from[RandomNumberGenerator.GetInt32(from.Length)];

    private static void Say(TelegramWorld world, Person person, Bot bot, string text, InlineKeyboard? keyboard)
    {
        var formatted = FormattedText.Typed(text);
        Posting.Post(world, new Message(bot.Id, 0, person.Id, true, 0, formatted.Text)
        {
            Entities = formatted.EntitiesOrNull,
            Keyboard = keyboard,
            Protected = bot.Life == BotLife.Protected,
        });
    }
}
