using FluentValidation;
using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Accounts;

internal sealed class ChangeLanguageValidator : AbstractValidator<ChangeLanguage>
{
    public ChangeLanguageValidator() => RuleFor(command => command.Language).Matches("^[a-z]{2}$");
}

internal sealed class ChangeLanguageHandler(MarketplaceDbContext db) : IRequestHandler<ChangeLanguage, Result>
{
    public async Task<Result> Handle(ChangeLanguage command, CancellationToken cancellationToken)
    {
        var changed = await db.Set<Account>()
            .Where(account => account.Id == command.AccountId)
            .ExecuteUpdateAsync(set => set.SetProperty(account => account.Language, command.Language), cancellationToken);
        return changed == 1 ? Result.Success : AccountErrors.NotFound;
    }
}
