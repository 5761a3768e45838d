using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Accounts;

internal sealed class ChangeLanguageHandler(MarketplaceDbContext db) : IRequestHandler<ChangeLanguage, Result>
{
    public async Task<Result> Handle(ChangeLanguage command, CancellationToken cancellationToken)
    {
        if (command.Language is { } language && (language.Length != 2 || !language.All(char.IsAsciiLetterLower)))
        {
            return KernelErrors.Invalid.With("field", nameof(ChangeLanguage.Language));
        }

        var changed = await db.Set<Account>()
            .Where(account => account.Id == command.AccountId)
            .ExecuteUpdateAsync(set => set.SetProperty(account => account.Language, command.Language), cancellationToken);
        return changed == 1 ? Result.Success : AccountErrors.NotFound;
    }
}
