using Marketplace.Accounts;
using Marketplace.Frontends.Home;
using Marketplace.Frontends.Texts;

namespace Marketplace.Frontends.Accounts;

internal sealed class LanguageMenuEntry() : MenuEntry("accounts", "language", 40);

internal sealed class HelpMenuEntry() : MenuEntry("chat", "help", 41);

/// <summary><c>/language</c>: each language in itself; a choice takes effect at once.</summary>
internal sealed class LanguagePage() : Page("accounts", "language", 100)
{
    public override async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        if (Language.Find(arguments.Word(0)) is { } chosen)
        {
            var changed = await turn.Sender.Send(new ChangeLanguage(turn.Account.Id, chosen.Code), cancellationToken);
            return changed.Succeeded ? await turn.In(chosen).GoAsync("home") with { Language = chosen } : turn.Explain(changed.Error).Home();
        }

        var screen = turn.Say("accounts.language");
        foreach (var language in Language.All)
        {
            screen.Button(new ButtonLabel(language.Name), Name, language.Code);
        }

        return screen.Home();
    }
}
